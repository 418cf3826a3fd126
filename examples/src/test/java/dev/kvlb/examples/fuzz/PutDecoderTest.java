package dev.kvlb.examples.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.MessageType;
import dev.kvlb.protocol.fuzz.FrameArbitraries;
import java.io.IOException;
import java.util.HexFormat;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** The arbitraries find the bug of {@link PutDecoder}, which a test by hand does not. */
class PutDecoderTest {
    /** What the author of a decoder writes. It is not run by itself, for it fails. */
    static class Properties {
        @Provide
        Arbitrary<byte[]> puts() {
            return FrameArbitraries.framesOf(MessageType.PUT);
        }

        @Provide
        Arbitrary<byte[]> damaged() {
            return FrameArbitraries.damagedFrames();
        }

        @Property
        void itReadsWhatTheCodecReads(@ForAll("puts") byte[] frame) throws IOException {
            Message.Put expected = (Message.Put) FrameCodec.decode(frame);

            PutDecoder.Put put = PutDecoder.decode(frame);

            assertThat(put.key()).isEqualTo(expected.key().toBytes());
            assertThat(put.value()).isEqualTo(expected.value().toBytes());
        }

        @Property
        void itReadsNothingThatTheCodecRefuses(@ForAll("damaged") byte[] bytes) throws IOException {
            try {
                PutDecoder.decode(bytes);
            } catch (IllegalArgumentException refused) {
                return;
            }
            assertThat(FrameCodec.decode(bytes)).isInstanceOf(Message.Put.class);
        }
    }

    @Test
    void aFrameWrittenByHandIsRead() {
        PutDecoder.Put put = PutDecoder.decode(HexFormat.of().parseHex("010011000675736572343200076772c3bcc39f65"));

        assertThat(new String(put.key(), UTF_8)).isEqualTo("user42");
        assertThat(new String(put.value(), UTF_8)).isEqualTo("grüße");
    }

    @Test
    void anArbitraryFrameIsFoundThatIsNot() {
        run("itReadsWhatTheCodecReads")
                .assertStatistics(stats -> stats.failed(1).succeeded(0));
    }

    @Test
    void noDamagedFrameIsFoundThatIsReadNevertheless() {
        run("itReadsNothingThatTheCodecRefuses")
                .assertStatistics(stats -> stats.failed(0).succeeded(1));
    }

    private static Events run(String property) {
        return EngineTestKit.engine("jqwik")
                .configurationParameter("jqwik.database", "")
                .selectors(selectMethod(Properties.class, property, byte[].class))
                .execute()
                .testEvents();
    }
}
