package dev.kvlb.internal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a key and its value may be. */
class EntriesTest {
    private static Key key(int bytes) {
        return Key.of("k".repeat(bytes));
    }

    private static Value value(int bytes) {
        return Value.of("v".repeat(bytes));
    }

    private static Frame frame(Message message) throws MalformedFrameException {
        byte[] bytes = FrameCodec.encode(message);
        return new Frame().wrap(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, NONE",
        "1, 65499, NONE",
        "65500, 0, NONE",
        "0, 0, INVALID_KEY",
        "0, 65531, INVALID_KEY",
        "65501, 0, INVALID_KEY",
        "1, 65500, INVALID_VALUE",
        "65500, 1, INVALID_VALUE"
    })
    void theyHaveLimits(int keyBytes, int valueBytes, String refusal) throws MalformedFrameException {
        Frame frame = frame(new Message.PeerNotify(key(keyBytes), value(valueBytes)));

        assertThat(Entries.refusal(frame)).hasToString(refusal);
    }

    @Test
    void aKeyAloneHasALimitToo() throws MalformedFrameException {
        assertThat(Entries.refusalOfKey(frame(new Message.Get(key(65_500))))).isEqualTo(ErrorCode.NONE);
        assertThat(Entries.refusalOfKey(frame(new Message.Get(key(65_501))))).isEqualTo(ErrorCode.INVALID_KEY);
        assertThat(Entries.refusalOfKey(frame(new Message.Get(key(0))))).isEqualTo(ErrorCode.INVALID_KEY);
    }

    @Test
    void whatNobodyCanHaveStoredIsMalformed() throws MalformedFrameException {
        Frame frame = frame(new Message.PeerNotify(key(2), value(65_500)));

        assertThatThrownBy(() -> Entries.require(frame))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage(
                        "malformed PEER_NOTIFY: key at byte 5: expected a key of 1 byte or more and a value, at most"
                                + " 65500 bytes together, found a key of 2 bytes, 65502 bytes together");
    }

    static Stream<Message> largest() {
        Key key = key(300);
        Value value = value(65_200);
        return Stream.of(
                new Message.Put(key, value),
                new Message.GetResponse(ErrorCode.NONE, key, value),
                new Message.StoreRequest(1, key, value),
                new Message.RetrieveResponse(ErrorCode.NONE, 1, key, value),
                new Message.DataEntry(key, value),
                new Message.PeerNotify(key, value),
                new Message.VersionedStore(1, 2, key, value),
                new Message.VersionedNotify(1, 2, 3, key, value),
                new Message.VersionedEntry(1, 2, key, value));
    }

    @ParameterizedTest
    @MethodSource("largest")
    void theLargestEntryFitsEveryFrameThatCarriesOne(Message message) throws MalformedFrameException {
        assertThat(Entries.refusal(frame(message))).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void aVersionIsAtMostTheLargestLong() throws MalformedFrameException {
        Frame largest = frame(new Message.VersionedEntry(1, Long.MAX_VALUE, key(1), value(1)));
        Frame tooLarge = frame(new Message.VersionedEntry(1, Long.MIN_VALUE, key(1), value(1)));

        assertThat(Entries.version(largest)).isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> Entries.version(tooLarge))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("malformed VERSIONED_ENTRY: version at byte 11: expected at most 9223372036854775807,"
                        + " found 9223372036854775808");
    }
}
