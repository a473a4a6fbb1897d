"""The text layer: a normalised view with an exact map back, sentences, and tokens with their clitics."""
