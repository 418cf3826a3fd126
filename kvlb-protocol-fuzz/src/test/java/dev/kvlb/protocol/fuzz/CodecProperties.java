package dev.kvlb.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.MessageType;
import java.io.IOException;
import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** What holds for every message of every type. */
class CodecProperties {
    @Provide
    Arbitrary<Message> messages() {
        return MessageArbitraries.messages();
    }

    @Property(tries = 6000)
    @StatisticsReport(onFailureOnly = true)
    void everyMessageComesBackAsItWas(@ForAll("messages") Message message) throws IOException {
        assertThat(FrameCodec.decode(FrameCodec.encode(message))).isEqualTo(message);

        Statistics.collect(message.type());
        Statistics.coverage(coverage -> {
            for (MessageType type : MessageType.values()) {
                coverage.check(type).count(count -> count > 0);
            }
        });
    }

    @Property(tries = 4000)
    void everyMessageIsEncodedAsItsLayoutIsDocumented(@ForAll("messages") Message message) {
        assertThat(FrameCodec.encode(message)).isEqualTo(DocumentedLayouts.encode(message));
    }

    @Property(tries = 4000)
    void theEncodedLengthIsTheHeaderAndTheSumOfTheFields(@ForAll("messages") Message message) {
        int length = DocumentedLayouts.frameLength(message);

        assertThat(FrameCodec.encodedLength(message)).isEqualTo(length);
        assertThat(FrameCodec.encode(message)).hasSize(length);
    }

    @Property(tries = 500)
    void aMessageIsAppendedBehindWhatTheWriterHolds(
            @ForAll("messages") Message first, @ForAll("messages") Message second) {
        FrameWriter out = new FrameWriter();
        FrameCodec.write(first, out);
        FrameCodec.write(second, out);

        byte[] both = out.toBytes();
        int length = DocumentedLayouts.frameLength(first);
        assertThat(both).startsWith(DocumentedLayouts.encode(first));
        assertThat(Arrays.copyOfRange(both, length, both.length)).isEqualTo(DocumentedLayouts.encode(second));
    }
}
