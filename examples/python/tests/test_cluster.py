"""The client with a cluster that runs: at KVLB_BALANCER, and left out without one."""

import os
import unittest

from kvlb import Client, Refused

BALANCER = os.environ.get("KVLB_BALANCER")


@unittest.skipUnless(BALANCER, "KVLB_BALANCER names no balancer")
class ClusterTest(unittest.TestCase):
    def setUp(self):
        host, _, port = BALANCER.rpartition(":")
        self.client = Client(host, int(port))
        self.addCleanup(self.client.close)

    def test_what_was_put_is_found_until_it_is_deleted(self):
        stored = self.client.put("python/city", "Bad Ischl")
        found = self.client.find("python/city")
        self.assertEqual((found.value, found.version), (b"Bad Ischl", stored.version))
        deleted = self.client.delete("python/city")
        self.assertGreater(deleted.version, stored.version)
        self.assertIsNone(self.client.get("python/city"))

    def test_any_bytes_and_the_longest_come_back(self):
        key = bytes(range(256))
        for value in (b"", key, os.urandom(65_500 - len(key))):
            self.client.put(key, value)
            self.assertEqual(self.client.get(key), value)
        self.assertRaises(Refused, self.client.put, key, bytes(65_501 - len(key)))
        self.assertRaises(Refused, self.client.put, "", "value")
        self.assertRaises(Refused, self.client.get, bytes(65_501))
        self.assertRaises(Refused, self.client.get, bytes(65_533))

    def test_many_requests_are_under_way_at_once(self):
        keys = [f"python/{i}" for i in range(300)]
        for key in keys[::2]:
            self.client.put(key, key)
        found = self.client.find_all(keys)
        self.assertEqual([f and f.value for f in found], [None if i % 2 else k.encode() for i, k in enumerate(keys)])

    def test_the_status_tells_of_every_worker(self):
        status = self.client.status()
        self.assertEqual((status["state"], status["reason"]), (3, b""))
        self.assertEqual({worker["role"] for worker in status["workers"]}, {2})


if __name__ == "__main__":
    unittest.main()
