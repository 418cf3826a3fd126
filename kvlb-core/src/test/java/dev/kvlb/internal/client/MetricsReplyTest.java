package dev.kvlb.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvlb.ClusterMetrics;
import dev.kvlb.Latencies;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.Message;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsReplyTest {
    private static Frame frame(Message message) throws MalformedFrameException {
        byte[] bytes = FrameCodec.encode(message);
        return new Frame().wrap(bytes, 0, bytes.length);
    }

    private static MetricsReply reply(long buckets) throws MalformedFrameException {
        return new MetricsReply(frame(new Message.MetricsResponse(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, buckets)));
    }

    private static Frame bucket(long micros, long requests) throws MalformedFrameException {
        return frame(new Message.MetricsBucket(micros, requests));
    }

    @Test
    void allFieldsAreThere() throws MalformedFrameException {
        MetricsReply reply = reply(2);
        assertThat(reply.isComplete()).isFalse();
        reply.add(bucket(0, 1));
        assertThat(reply.isComplete()).isFalse();
        reply.add(bucket(1, 8));
        assertThat(reply.isComplete()).isTrue();
        assertThat(reply.whole())
                .isEqualTo(new ClusterMetrics(
                        1,
                        2,
                        3,
                        4,
                        5,
                        6,
                        7,
                        8,
                        9,
                        10,
                        11,
                        new Latencies(List.of(new Latencies.Bucket(0, 1), new Latencies.Bucket(1, 8)))));
    }

    @Test
    void nothingMayHaveBeenMeasured() throws MalformedFrameException {
        assertThat(reply(0).isComplete()).isTrue();
        assertThat(reply(0).whole().latencies().buckets()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 1, 'expected more than 7, found -1'",
        "7, 1, 'expected more than 7, found 7'",
        "8, 0, 'expected 1 or more, found 0'",
        "8, -1, 'expected 1 or more, found -1'"
    })
    void bucketsAscendAndAreNotEmpty(long micros, long requests, String message) throws MalformedFrameException {
        MetricsReply reply = reply(2);
        reply.add(bucket(7, 1));
        assertThatThrownBy(() -> reply.add(bucket(micros, requests)))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining(message);
    }

    @Test
    void moreBucketsThanAnyBalancerHasAreMalformed() {
        assertThatThrownBy(() -> reply(65_537))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("expected at most 65536, found 65537");
    }
}
