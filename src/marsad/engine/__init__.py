"""The same stages over many machines: Ray carries the work, Parquet on any fsspec address holds it, manifests say what is done."""
