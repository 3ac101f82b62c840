"""
The independent witness: canon.py of the shared folder reads a database by its
own catalog query and by pg_dump, knowing nothing of the extension.
"""
import importlib.util
import os
import shutil


def shared_folder(here):
    """MIGRATE_SHARED, or the folder named shared beside the checkout, or None."""
    beside = os.path.join(here, "..", "..", "..", "shared")
    path = os.environ.get("MIGRATE_SHARED") or beside
    return os.path.abspath(path) if os.path.isdir(path) else None


def load(shared):
    """The witness as a module, looking at the server under test."""
    os.environ["JUDGE_PGUSER"] = os.environ.get("PGUSER", "postgres")
    os.environ["JUDGE_PGBIN"] = os.path.dirname(shutil.which("pg_dump"))
    path = os.path.join(shared, "tools", "canon.py")
    spec = importlib.util.spec_from_file_location("canon", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
