package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.SHUTDOWN;
import static dev.kvlb.internal.link.TestMessages.get;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * What one client sent, and a check of each reply as it comes: the next request's own, or an ERROR in its place. No two
 * requests have the same key, so a reply that is lost, doubled or out of turn is noticed.
 */
final class Conversation {
    private final int number;
    private final Remote client;
    private final List<Message> requests = new ArrayList<>();
    private int replies;
    private boolean inputEnded;
    private boolean shutDown;
    private boolean vanished;

    Conversation(int number, Remote client) {
        this.number = number;
        this.client = client;
    }

    /** Sends requests of both kinds at once; which, the bits of {@code kinds} say. */
    void sends(int count, int kinds) {
        if (inputEnded || client.isDisconnected()) {
            return;
        }
        Message[] batch = new Message[count];
        for (int i = 0; i < count; i++) {
            String key = "c" + number + "/" + requests.size();
            batch[i] = (kinds >> i & 1) == 0 ? get(key) : put(key, "value of " + key);
            requests.add(batch[i]);
        }
        client.sends(batch);
    }

    void endsInput() {
        inputEnded = true;
        client.endsInput();
    }

    void vanishes() {
        vanished = true;
        client.vanishes();
    }

    void stopsReading() {
        client.stopsReading();
    }

    void readsOn() {
        client.readsOn();
    }

    /** Checks the replies that have come. */
    void check() {
        for (Message reply : client.received()) {
            assertThat(shutDown)
                    .as("client %d: after SHUTDOWN came %s", number, reply)
                    .isFalse();
            if (reply.equals(SHUTDOWN)) {
                shutDown = true;
                assertThat(inputEnded)
                        .as("client %d was told SHUTDOWN for no reason", number)
                        .isTrue();
                assertAllAnswered();
            } else {
                assertThat(replies)
                        .as("client %d: a reply to nothing: %s", number, reply)
                        .isLessThan(requests.size());
                assertAnswers(requests.get(replies++), reply);
            }
        }
    }

    private void assertAnswers(Message request, Message reply) {
        Object answered;
        if (reply instanceof Message.PutResponse response) {
            answered = put(response.key().toUtf8(), "value of " + response.key().toUtf8());
        } else if (reply instanceof Message.GetResponse response) {
            answered = new Message.Get(Key.of(response.key().toUtf8()));
        } else {
            ErrorCode code = ((Message.Error) reply).errorCode();
            assertThat(code).isIn(ErrorCode.SERVER_BUSY, ErrorCode.NETWORK_ERROR);
            assertThat(code == ErrorCode.NETWORK_ERROR && request instanceof Message.Get)
                    .as("an unknown outcome of a read")
                    .isFalse();
            return;
        }
        assertThat(answered).as("client %d, reply %d", number, replies - 1).isEqualTo(request);
    }

    /** Checks, when all is at rest, that no reply is missing. */
    void checkAtRest() {
        check();
        if (!vanished && (!client.isDisconnected() || shutDown)) {
            assertAllAnswered();
            assertThat(shutDown).as("client %d was told SHUTDOWN", number).isEqualTo(inputEnded);
            assertThat(client.isHeldUp()).as("client %d is held up", number).isFalse();
        }
    }

    private void assertAllAnswered() {
        assertThat(replies).as("replies to client %d", number).isEqualTo(requests.size());
    }
}
