package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import org.junit.jupiter.api.Test;

/** What a worker reports and no balancer can have said is malformed. */
class ReportedNumbersTest {
    private final BalancerFixture balancer = BalancerFixture.linearizable();
    private final FakeWorker worker = balancer.stranger(2, 5_002);

    ReportedNumbersTest() {
        balancer.readyKvlbWorker(1);
        worker.greets();
        worker.registers();
        worker.received();
    }

    private void assertMalformed(String reason) {
        assertThat(worker.received()).containsExactly(error(ErrorCode.PROTOCOL_ERROR, reason));
        assertThat(worker.isDisconnected()).isTrue();
        assertThat(balancer.ring()).containsExactly(1L);
    }

    @Test
    void areMalformedInTheEpochOfAView() {
        worker.sends(
                new Message.Report(BalancerSettings.CLUSTER, 3, MemberRole.READY, 1),
                new Message.ViewStart(4, 1, 0, 0));

        assertMalformed("malformed VIEW_START: epoch at byte 3: expected at most 3, found 4");
    }

    @Test
    void areMalformedInAVersion() {
        worker.sends(new Message.Report(BalancerSettings.CLUSTER, 1, MemberRole.READY, Long.MIN_VALUE));

        assertMalformed("malformed REPORT: lastVersion at byte 16: expected at most 9223372036854775807, found"
                + " 9223372036854775808");
    }
}
