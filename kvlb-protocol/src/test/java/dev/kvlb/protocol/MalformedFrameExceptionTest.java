package dev.kvlb.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MalformedFrameExceptionTest {
    @Test
    void saysTypeFieldOffsetExpectedAndFound() {
        MalformedFrameException e = new MalformedFrameException(3, "key", 5, "9 bytes", "2 bytes");

        assertThat(e).hasMessage("malformed GET: key at byte 5: expected 9 bytes, found 2 bytes");
        assertThat(e.typeCode()).isEqualTo(3);
        assertThat(e.field()).isEqualTo("key");
        assertThat(e.offset()).isEqualTo(5);
        assertThat(e.expected()).isEqualTo("9 bytes");
        assertThat(e.found()).isEqualTo("2 bytes");
    }

    @Test
    void namesAnUnknownTypeByItsCode() {
        assertThat(new MalformedFrameException(200, "type", 0, "x", "y"))
                .hasMessageStartingWith("malformed frame of type 200: ");
    }

    @Test
    void saysWhoMayNotSendAKnownType() {
        MalformedFrameException e = MalformedFrameException.wrongSide(MessageType.PUT, "worker");

        assertThat(e).hasMessage("malformed PUT: type at byte 0: expected a type that a worker may send, found PUT");
        assertThat(e.typeCode()).isEqualTo(1);
    }
}
