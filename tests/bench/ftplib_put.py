#!/usr/bin/env python3
"""Python's ftplib on one connection: every file of FOLDER under a temporary name, its size checked, the final name
looked at, then renamed. What the usual script does when it is careful; --no-size leaves out both looks.

    FTP_PASSWORD=... ftplib_put.py [--no-size] HOST PORT USER REMOTE_FOLDER FOLDER
"""

import argparse
import ftplib
import os
import pathlib
import sys


def put(ftp, path, look):
    temporary = f"tmp-{path.name}.1"
    with path.open("rb") as file:
        ftp.storbinary(f"STOR {temporary}", file)
    if look:
        if ftp.size(temporary) != path.stat().st_size:
            sys.exit(f"{path.name}: not whole")
        try:
            ftp.size(path.name)
            sys.exit(f"{path.name}: is there already")
        except ftplib.error_perm:
            pass  # 550: no such file
    ftp.rename(temporary, path.name)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--no-size", action="store_true")
    for name in ("host", "port", "user", "remote", "folder"):
        parser.add_argument(name)
    arguments = parser.parse_args()
    with ftplib.FTP() as ftp:
        ftp.connect(arguments.host, int(arguments.port))
        ftp.login(arguments.user, os.environ["FTP_PASSWORD"])
        ftp.cwd(arguments.remote)
        for path in sorted(pathlib.Path(arguments.folder).iterdir()):
            put(ftp, path, not arguments.no_size)


if __name__ == "__main__":
    main()
