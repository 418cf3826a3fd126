package dev.kvlb.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Error codes, and the constants of the handshake and of views. */
class CodesTest {
    @Nested
    class AnErrorCode {
        @Test
        void isOneInstanceForEachCodeSoThatCodesCompareByIdentity() {
            for (int code = 0; code < 256; code++) {
                assertThat(ErrorCode.of(code)).isSameAs(ErrorCode.of(code));
                assertThat(ErrorCode.of(code).code()).isEqualTo(code);
            }
        }

        @Test
        void ofTheProtocolHasItsNumber() {
            assertThat(List.of(
                            ErrorCode.NONE,
                            ErrorCode.INVALID_KEY,
                            ErrorCode.INVALID_VALUE,
                            ErrorCode.KEY_NOT_FOUND,
                            ErrorCode.SERVER_BUSY,
                            ErrorCode.NETWORK_ERROR,
                            ErrorCode.PROTOCOL_ERROR))
                    .extracting(ErrorCode::code)
                    .containsExactly(0, 1, 2, 3, 4, 5, 6);
            assertThat(ErrorCode.SERVER_BUSY).hasToString("SERVER_BUSY");
        }

        @Test
        void ofNoProtocolKeepsItsNumberAndSaysSo() {
            assertThat(ErrorCode.of(7)).hasToString("UNKNOWN_7");
            assertThat(IntStream.range(0, 256).mapToObj(ErrorCode::of).filter(ErrorCode::isKnown))
                    .hasSize(7);
        }

        @ParameterizedTest
        @ValueSource(ints = {-1, 256})
        void mustFitOneByte(int code) {
            assertThatThrownBy(() -> ErrorCode.of(code))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("an error code must be 0..255: " + code);
        }
    }

    @Nested
    class TheHandshake {
        @Test
        void beginsWithTheLettersKvlb() {
            byte[] magic = ByteBuffer.allocate(4).putInt((int) Handshake.MAGIC).array();

            assertThat(new String(magic, StandardCharsets.US_ASCII)).isEqualTo("KVLB");
            assertThat(Handshake.MAGIC).isBetween(0L, 0xffff_ffffL);
        }

        @Test
        void hasTheNumbersThatAreDocumented() {
            assertThat(Handshake.PROTOCOL_VERSION).isEqualTo(1);
            assertThat(Handshake.CLIENT).isEqualTo(1);
            assertThat(Handshake.WORKER).isEqualTo(2);
            assertThat(Handshake.BALANCER).isEqualTo(3);
            assertThat(Handshake.VERSIONS).isEqualTo(1);
        }
    }

    @Nested
    class AMembersRole {
        @Test
        void hasTheNumberThatIsDocumented() {
            assertThat(MemberRole.NONE).isZero();
            assertThat(MemberRole.LEARNER).isEqualTo(1);
            assertThat(MemberRole.READY).isEqualTo(2);
        }
    }
}
