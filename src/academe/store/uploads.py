"""Files on their way into the blob folder, where a rename is whole or not at all."""

import os
import shutil
import tempfile


def bring_inside(filename: str, blob_dir: str, temp_dir: str) -> str:
    """Return the name of the file inside the blob folder: only there a rename is safe."""
    if filename.startswith(blob_dir + os.path.sep):
        return filename
    descriptor, name = tempfile.mkstemp(dir=temp_dir, prefix="BUC")
    os.close(descriptor)
    try:
        shutil.move(filename, name)  # copies from another disk
    except BaseException:
        os.remove(name)
        raise
    return name


def sweep(temp_dir: str) -> None:
    """Remove the uploads of a process that was killed."""
    for name in os.listdir(temp_dir):
        path = os.path.join(temp_dir, name)
        if os.path.isdir(path):
            shutil.rmtree(path)
        else:
            os.remove(path)
