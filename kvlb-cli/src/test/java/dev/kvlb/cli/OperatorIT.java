package dev.kvlb.cli;

import static dev.kvlb.cli.OneShotIT.assertFailed;
import static dev.kvlb.cli.OneShotIT.assertUsage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.ClusterState;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.ReplicationMode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The commands by which somebody looks after a cluster, against a balancer that says what the test wants. */
class OperatorIT {
    private static Message status(int state, String reason) {
        return new Message.StatusResponse(state, ReplicationMode.LINEARIZABLE, 0xc1, 2, 3, 4, 5, 6, 7, 1, reason, 0);
    }

    private static Message order(ErrorCode result, String message) {
        return new Message.OrderResponse(result, message);
    }

    /** Runs a command against a balancer that answers so, and returns what it asked first in front of what it did. */
    private static Asked run(Message answer, String command, String... arguments) throws IOException {
        try (FakeBalancer balancer = FakeBalancer.extended(request -> answer)) {
            String[] all = new String[arguments.length + 3];
            all[0] = command;
            all[1] = "--balancer";
            all[2] = balancer.address();
            System.arraycopy(arguments, 0, all, 3, arguments.length);
            return new Asked(Kvlb.run(all), List.copyOf(balancer.requests()));
        }
    }

    private record Asked(Kvlb.Ended ended, List<Message> requests) {}

    @Nested
    class Status {
        @Test
        void ofAClusterThatServesIsStatus0() throws IOException {
            Asked asked = run(status(ClusterState.SERVING, ""), "status");

            assertThat(asked.ended().isDone().out()).isEqualTo("""
                            serving
                            linearizable   cluster 00000000000000c1   epoch 2   view 3   settled 4
                            in flight 5   dirty keys 6   queued 7   clients 1
                            no workers
                            """);
            assertThat(asked.requests()).containsExactly(new Message.Status());
        }

        @Test
        void ofOneThatDoesNotIsStatus1AndSaysWhy() throws IOException {
            Kvlb.Ended ended = run(status(ClusterState.SUSPENDED, "waits for worker 7\u001b[2J"), "status")
                    .ended();

            assertThat(ended.status()).isEqualTo(1);
            assertThat(ended.out()).startsWith("suspended: waits for worker 7\\x1b[2J\n");
            assertThat(ended.err()).isEmpty();
        }

        @Test
        void failsAsOthersDo() throws IOException {
            assertFailed(
                    run(new Message.Error(ErrorCode.SERVER_BUSY, "full"), "status")
                            .ended(),
                    4,
                    "full");
            try (FakeBalancer balancer = new FakeBalancer(request -> null)) {
                assertFailed(Kvlb.run("status", "--balancer", balancer.address()), 5, "speaks only the base protocol");
            }
        }
    }

    @Nested
    class Orders {
        @Test
        void areGivenWhereTheYesIsGiven() throws IOException {
            Asked reset = run(order(ErrorCode.NONE, ""), "reset", "--yes");
            Asked recover = run(order(ErrorCode.NONE, ""), "recover", "--from", "4294967295", "--yes");

            assertThat(reset.ended().isDone().out()).isEmpty();
            assertThat(reset.requests()).containsExactly(new Message.Reset());
            assertThat(recover.ended().isDone().out()).isEmpty();
            assertThat(recover.requests()).containsExactly(new Message.Recover(4_294_967_295L));
        }

        @Test
        void areNotGivenWithoutAYesAndATerminal() throws IOException {
            Asked reset = run(order(ErrorCode.NONE, ""), "reset");
            Asked recover = run(order(ErrorCode.NONE, ""), "recover", "--from", "7");

            assertUsage(reset.ended(), "say --yes");
            assertUsage(recover.ended(), "say --yes");
            assertThat(reset.requests()).isEmpty();
            assertThat(recover.requests()).isEmpty();
        }

        @Test
        void thatAreRefusedAreStatus5WithTheReason() throws IOException {
            Message serves = order(ErrorCode.PROTOCOL_ERROR, "the cluster serves");

            assertFailed(
                    run(serves, "reset", "--yes").ended(), 5, "reset: the server refuses it \"the cluster serves\"");
            assertFailed(run(serves, "recover", "--yes", "--from", "7").ended(), 5, "recover from worker 7: ");
        }

        @Test
        void whoseOutcomeIsUnknownAreStatus6() throws IOException {
            assertFailed(run(null, "reset", "--yes").ended(), 6, "see the status before you order again");
        }
    }
}
