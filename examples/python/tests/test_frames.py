"""The codec against the golden frames of the protocol, and its tables against those of the document."""

import json
import re
import unittest
from pathlib import Path

from kvlb.frames import FIRST_EXTENSION, TYPES, MalformedFrame, decode, encode

ROOT = Path(__file__).resolve().parents[3]
DOCUMENT = ROOT / "docs" / "protocol.md"
KNOWN = {code for code, _, _ in TYPES}


def golden(rows):
    # The document links to them.
    for link in re.findall(r"\]\((\S*/(?:extension-)?frames\.json)\)", DOCUMENT.read_text("utf-8")):
        yield from json.loads((DOCUMENT.parent / link).read_text("utf-8"))[rows]


def split(frame):
    frame = bytes.fromhex(frame)
    payload = frame[3:]
    assert int.from_bytes(frame[1:3], "big") == len(payload), frame.hex()
    return frame[0], payload


def fields(row):
    return {name: bytes.fromhex(value) if isinstance(value, str) else value for name, value in row["fields"].items()}


class FramesTest(unittest.TestCase):
    def test_the_tables_are_those_of_the_document(self):
        rows = re.findall(r"^\| (\d+) \| ([A-Z_]+) \| ([^|]+) \| ([^|]+) \|", DOCUMENT.read_text("utf-8"), re.M)
        of_clients = [row for row in rows if "client" in row[3] or "any" in row[3] or row[1] in ("HELLO", "WELCOME")]
        written = {int(code): (name, layout) for code, name, layout, _ in of_clients}
        for code, name, layout in TYPES:
            self.assertEqual(written.get(code), (name, layout))

    def test_every_golden_frame_of_a_client_is_written_and_read(self):
        rows = [row for row in golden("valid") if row["code"] in KNOWN]
        self.assertEqual({row["code"] for row in rows}, KNOWN)
        for row in rows:
            with self.subTest(row["frame"][:60]):
                self.assertEqual(encode(row["type"], **fields(row)).hex(), row["frame"])
                self.assertEqual(decode(*split(row["frame"])), (row["type"], fields(row)))

    def test_frames_between_others_are_refused_or_passed_over(self):
        rows = [row for row in golden("valid") if row["code"] not in KNOWN]
        self.assertTrue(rows)
        for row in rows:
            with self.subTest(row["frame"][:60]):
                if row["code"] < FIRST_EXTENSION:
                    self.assertRaises(MalformedFrame, decode, *split(row["frame"]))
                else:
                    self.assertIsNone(decode(*split(row["frame"])))

    def test_every_malformed_frame_is_refused(self):
        rows = [row for row in golden("malformed") if row["expect"] == "malformed"]
        self.assertTrue(rows)
        for row in rows:
            code, payload = split(row["frame"])
            if code in KNOWN or code < FIRST_EXTENSION:
                with self.subTest(row["note"]):
                    self.assertRaises(MalformedFrame, decode, code, payload)

    def test_what_is_odd_but_well_formed_is_read(self):
        for row in golden("malformed"):
            code, payload = split(row["frame"])
            with self.subTest(row["note"]):
                if row["expect"] == "invalid-key" and code in KNOWN:
                    self.assertEqual(decode(code, payload)[1]["key"], b"")
                elif row["expect"] == "unknown-result":
                    self.assertEqual(decode(code, payload)[1]["result"], payload[0])
                elif row["expect"] == "passed-over":
                    self.assertIsNone(decode(code, payload))

    def test_what_no_frame_can_carry_is_not_written(self):
        self.assertEqual(len(encode("PUT", key=b"k", value=bytes(65_530))), 3 + 65_535)
        self.assertRaises(ValueError, encode, "PUT", key=b"k", value=bytes(65_531))
        self.assertRaises(ValueError, encode, "GET", key=bytes(65_536))


if __name__ == "__main__":
    unittest.main()
