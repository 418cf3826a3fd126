package dev.kvlb.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.BalancerSnapshot.Role;
import dev.kvlb.BalancerSnapshot.WorkerState;
import dev.kvlb.ClusterStatus;
import dev.kvlb.Consistency;
import dev.kvlb.protocol.ClusterState;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.ReplicationMode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusReplyTest {
    private static Frame frame(Message message) throws MalformedFrameException {
        byte[] bytes = FrameCodec.encode(message);
        return new Frame().wrap(bytes, 0, bytes.length);
    }

    private static Frame response(int state, int mode, long clients, String reason, long workers)
            throws MalformedFrameException {
        return frame(new Message.StatusResponse(state, mode, 11, 12, 13, 14, 15, 16, 17, clients, reason, workers));
    }

    private static Frame worker(int role) throws MalformedFrameException {
        return frame(new Message.StatusWorker(20, 21, "::1", 6000, role, true, false, 22, 23, 24, 25));
    }

    @Test
    void allFieldsAreThere() throws MalformedFrameException {
        StatusReply reply = new StatusReply(
                response(ClusterState.SUSPENDED, ReplicationMode.EVENTUAL, 18, "wait for worker 20", 2));
        assertThat(reply.isComplete()).isFalse();
        reply.add(worker(MemberRole.LEARNER));
        assertThat(reply.isComplete()).isFalse();
        reply.add(frame(new Message.StatusWorker(30, 0, "h", 1, MemberRole.READY, false, true, 0, 0, 0, 0)));
        assertThat(reply.isComplete()).isTrue();
        assertThat(reply.whole())
                .isEqualTo(new ClusterStatus(
                        Phase.SUSPENDED,
                        "wait for worker 20",
                        Consistency.EVENTUAL,
                        11,
                        12,
                        13,
                        14,
                        List.of(
                                new WorkerState(20, 21, "::1", 6000, Role.LEARNER, true, false, true, 22, 23, 24, 25),
                                new WorkerState(30, 0, "h", 1, Role.READY, false, true, false, 0, 0, 0, 0)),
                        15,
                        16,
                        17,
                        18));
    }

    @Test
    void clusterMayHaveNoWorkers() throws MalformedFrameException {
        StatusReply reply = new StatusReply(response(ClusterState.EMPTY, ReplicationMode.LINEARIZABLE, 1, "", 0));
        assertThat(reply.isComplete()).isTrue();
        assertThat(reply.whole().workers()).isEmpty();
        assertThat(reply.whole().consistency()).isEqualTo(Consistency.LINEARIZABLE);
    }

    @ParameterizedTest
    @CsvSource({"1, OPENING", "2, RECOVERING", "3, SERVING", "4, SUSPENDED", "5, EMPTY"})
    void statesHaveTheirPhases(int state, Phase phase) throws MalformedFrameException {
        assertThat(new StatusReply(response(state, 1, 0, "", 0)).whole().phase())
                .isEqualTo(phase);
    }

    @ParameterizedTest
    @CsvSource({"0, NONE", "1, LEARNER", "2, READY"})
    void rolesHaveTheirNames(int code, Role role) throws MalformedFrameException {
        StatusReply reply = new StatusReply(response(3, 1, 0, "", 1));
        reply.add(worker(code));
        assertThat(reply.whole().workers().get(0).role()).isEqualTo(role);
    }

    @Test
    void countsThatAreTooLargeAreCut() throws MalformedFrameException {
        assertThat(new StatusReply(response(3, 1, 4_294_967_295L, "", 0))
                        .whole()
                        .clients())
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void codesThatTheProtocolDoesNotHaveAreMalformed() throws MalformedFrameException {
        StatusReply reply = new StatusReply(response(3, 1, 0, "", 1));
        assertThatThrownBy(() -> new StatusReply(response(6, 1, 0, "", 0)))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("expected a state of the protocol, found 6");
        assertThatThrownBy(() -> new StatusReply(response(3, 3, 0, "", 0)))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("expected a mode of the protocol, found 3");
        assertThatThrownBy(() -> reply.add(worker(3)))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("expected a role of the protocol, found 3");
    }

    @Test
    void moreWorkersThanAnyClusterHasAreMalformed() {
        assertThatThrownBy(() -> new StatusReply(response(3, 1, 0, "", 4_097)))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("expected at most 4096, found 4097");
    }
}
