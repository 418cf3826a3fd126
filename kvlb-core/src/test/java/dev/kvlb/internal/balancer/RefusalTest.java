package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.get;
import static dev.kvlb.internal.link.TestMessages.getResult;
import static dev.kvlb.internal.link.TestMessages.put;
import static dev.kvlb.internal.link.TestMessages.putResult;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Keys and values that are refused before any worker sees them, with the response of the request's own type. */
class RefusalTest {
    private static String bytes(int count) {
        return "x".repeat(count);
    }

    @Nested
    class ByTheProtocol {
        private final BalancerFixture balancer = new BalancerFixture();
        private final FakeWorker worker = balancer.baseWorker(1);
        private final Remote client = balancer.client();

        @AfterEach
        void nothingIsLeft() {
            balancer.assertAtRest();
        }

        @Test
        void anEmptyKey() {
            client.sends(put("", "v"), get(""));

            assertThat(client.received())
                    .containsExactly(putResult(ErrorCode.INVALID_KEY, ""), getResult(ErrorCode.INVALID_KEY, ""));
            assertThat(worker.requests()).isEmpty();
        }

        @Test
        void aKeyAndValueOf65501BytesTogether() {
            client.sends(put("key", bytes(65_498)));

            assertThat(client.received()).containsExactly(putResult(ErrorCode.INVALID_VALUE, "key"));
            assertThat(worker.requests()).isEmpty();
        }

        @Test
        void butNot65500BytesTogetherWhichCanBeReadBack() {
            String value = bytes(65_497);
            client.sends(put("key", value), get("key"));
            worker.stores(worker.requests().get(0));
            worker.finds(worker.requests().get(0), value);

            assertThat(client.received())
                    .containsExactly(
                            putResult(ErrorCode.NONE, "key"),
                            new Message.GetResponse(ErrorCode.NONE, Key.of("key"), Value.of(value)));
        }

        @Test
        void aKeyAndAnEmptyValueOf65501Bytes() {
            String key = bytes(65_501);
            client.sends(put(key, ""), get(key));

            assertThat(client.received())
                    .containsExactly(putResult(ErrorCode.INVALID_KEY, key), getResult(ErrorCode.INVALID_KEY, key));
        }

        @Test
        void aGetOfTheLongestKeyThatItsReplyCanRepeat() {
            String key = bytes(65_530);

            client.sends(get(key));

            assertThat(client.received()).containsExactly(getResult(ErrorCode.INVALID_KEY, key));
        }

        @Test
        void aGetOfTheLongestKeyThatAFrameCanCarryWithoutRepeatingIt() {
            client.sends(get(bytes(65_533)));

            assertThat(client.received()).containsExactly(getResult(ErrorCode.INVALID_KEY, ""));
        }

        @Test
        void aPutOfTheLongestKeyThatAFrameCanCarryWithoutRepeatingIt() {
            client.sends(put(bytes(65_531), ""));

            assertThat(client.received()).containsExactly(putResult(ErrorCode.INVALID_KEY, ""));
        }
    }

    @Nested
    class ByConfiguration {
        private final BalancerFixture balancer = new BalancerFixture(settings -> {
            settings.keyBytesMax = 4;
            settings.valueBytesMax = 8;
        });
        private final FakeWorker worker = balancer.baseWorker(1);
        private final Remote client = balancer.client();

        @Test
        void aKeyThatIsTooLong() {
            client.sends(put("12345", "v"), get("12345"));

            assertThat(client.received())
                    .containsExactly(
                            putResult(ErrorCode.INVALID_KEY, "12345"), getResult(ErrorCode.INVALID_KEY, "12345"));
            assertThat(worker.requests()).isEmpty();
        }

        @Test
        void aValueThatIsTooLong() {
            client.sends(put("1234", "123456789"));

            assertThat(client.received()).containsExactly(putResult(ErrorCode.INVALID_VALUE, "1234"));
            assertThat(worker.requests()).isEmpty();
        }

        @Test
        void butNotWhatIsJustShortEnough() {
            client.sends(put("1234", "12345678"), get("1234"));

            assertThat(worker.requests()).hasSize(2);
        }
    }
}
