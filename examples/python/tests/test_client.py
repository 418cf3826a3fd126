"""What the client makes of each thing that a balancer may do."""

import unittest

from kvlb import Busy, Client, Found, OutcomeUnknown, Refused, Unreachable, Written
from kvlb.frames import encode
from tests.scripted import CLOSE, PROBED, PROTOCOL_ERROR, WELCOME, ScriptedBalancer

STORED = encode("PUT_RESPONSE", result=0, key=b"k")
FOUND = encode("GET_RESPONSE", result=0, key=b"k", value=b"v")
BUSY = encode("ERROR", errorCode=4, message=b"No workers available")
SHUTDOWN = encode("SHUTDOWN")


def welcoming(**answers):
    return {"HELLO": WELCOME, "GET": PROBED, **answers}


def client_of(balancer):
    return Client("127.0.0.1", balancer.port, timeout=30)


class ClientTest(unittest.TestCase):
    def test_it_takes_versions_where_they_come(self):
        found = encode("VERSIONED_GET_RESPONSE", result=0, version=5, workerId=9, key=b"k", value=b"v")
        stored = encode("VERSIONED_PUT_RESPONSE", result=0, version=6, workerId=8, key=b"k")
        with ScriptedBalancer(welcoming(GET=found, PUT=stored)) as balancer, client_of(balancer) as client:
            self.assertEqual(client.find("k"), Found(b"v", 5, 9))
            self.assertEqual(client.put("k", "v"), Written(6, 8))

    def test_a_balancer_of_the_base_protocol_has_no_delete(self):
        with ScriptedBalancer({"GET": FOUND, "PUT": STORED}) as balancer, client_of(balancer) as client:
            self.assertEqual(client.find("k"), Found(b"v", 0, 0))
            self.assertEqual(client.put("k", "v"), Written(0, 0))
            self.assertRaises(Refused, client.delete, "k")
            self.assertEqual(client.get("k"), b"v")

    def test_a_balancer_that_refuses_hello_is_asked_without_it(self):
        for refusal in (PROTOCOL_ERROR, CLOSE):
            with self.subTest(refusal):
                scripts = {"HELLO": refusal}, {"PUT": STORED}
                with ScriptedBalancer(*scripts) as balancer, client_of(balancer) as client:
                    client.put("k", "v")
                    self.assertRaises(Refused, client.delete, "k")
                self.assertNotIn("PUT", balancer.received[0])
                self.assertEqual(balancer.received[1][:1], ["PUT"])

    def test_extensions_that_it_does_not_know_are_passed_over(self):
        unknown = bytes([255, 0, 3, 1, 2, 3])
        with ScriptedBalancer(welcoming(PUT=unknown + STORED)) as balancer, client_of(balancer) as client:
            client.put("k", "v")

    def test_busy_means_that_nothing_was_done_and_the_connection_goes_on(self):
        with ScriptedBalancer(welcoming(PUT=BUSY, DELETE=BUSY)) as balancer, client_of(balancer) as client:
            self.assertRaises(Busy, client.put, "k", "v")
            self.assertRaises(Busy, client.delete, "k")

    def test_a_request_that_fails_among_others_leaves_none_of_their_replies_behind(self):
        with ScriptedBalancer(welcoming(GET=BUSY, PUT=STORED)) as balancer, client_of(balancer) as client:
            self.assertRaises(Busy, client.find_all, ["a", "b", "c"])
            client.put("k", "v")

    def test_a_write_is_unknown_where_the_connection_ends_before_its_reply(self):
        for end in (CLOSE, SHUTDOWN, encode("ERROR", errorCode=5, message=b"")):
            with self.subTest(end), ScriptedBalancer(welcoming(PUT=end)) as balancer, client_of(balancer) as client:
                self.assertRaises(OutcomeUnknown, client.put, "k", "v")

    def test_a_write_is_unknown_where_its_reply_does_not_come_in_time(self):
        with ScriptedBalancer(welcoming()) as balancer, Client("127.0.0.1", balancer.port, timeout=2) as client:
            self.assertRaises(OutcomeUnknown, client.put, "k", "v")

    def test_who_gives_up_on_a_reply_asks_on_another_connection(self):
        with ScriptedBalancer(welcoming(), {"GET": FOUND}) as balancer:
            with Client("127.0.0.1", balancer.port, timeout=2) as client:
                self.assertRaises(OutcomeUnknown, client.put, "k", "v")
                self.assertEqual(client.get("k"), b"v")

    def test_a_read_that_is_not_answered_has_changed_nothing(self):
        lost = {"HELLO": WELCOME + PROBED, "STATUS": CLOSE}
        with ScriptedBalancer(lost) as balancer, client_of(balancer) as client:
            self.assertRaises(Unreachable, client.status)

    def test_a_connection_that_ended_meanwhile_is_opened_again(self):
        with ScriptedBalancer(welcoming(PUT=STORED + SHUTDOWN), {"GET": FOUND}) as balancer:
            with client_of(balancer) as client:
                client.put("k", "v")
                self.assertEqual(client.get("k"), b"v")

    def test_what_is_no_reply_ends_the_connection(self):
        odd = {"a malformed frame": bytes([2, 0, 0]), "another reply": FOUND, "no type": bytes([7, 0, 0])}
        for what, answer in odd.items():
            with self.subTest(what):
                with ScriptedBalancer(welcoming(PUT=answer)) as balancer, client_of(balancer) as client:
                    self.assertRaises(OutcomeUnknown, client.put, "k", "v")
                self.assertIn(balancer.received[0][-1], ("ERROR", "SHUTDOWN"))

    def test_without_a_balancer_nothing_is_done(self):
        with ScriptedBalancer() as balancer:
            pass
        self.assertRaises(Unreachable, client_of(balancer).put, "k", "v")


if __name__ == "__main__":
    unittest.main()
