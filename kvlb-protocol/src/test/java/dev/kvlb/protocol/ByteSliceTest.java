package dev.kvlb.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ByteSliceTest {
    private final byte[] array = "_user42_".getBytes(StandardCharsets.US_ASCII);
    private final ByteSlice slice = new ByteSlice().set(array, 1, 6);

    @Nested
    class PointedAtPartOfAnArray {
        @Test
        void showsThatPartWithoutACopy() {
            assertThat(slice.array()).isSameAs(array);
            assertThat(slice.offset()).isEqualTo(1);
            assertThat(slice.length()).isEqualTo(6);
            assertThat(slice.toUtf8()).isEqualTo("user42");
        }

        @Test
        void givesACopyToKeep() {
            byte[] kept = slice.toBytes();
            array[1] = 'U';

            assertThat(kept).isEqualTo("user42".getBytes(StandardCharsets.US_ASCII));
            assertThat(slice.toUtf8()).isEqualTo("User42");
        }

        @Test
        void comparesItsBytesWithThoseOfAnotherArray() {
            byte[] other = "xxuser42x".getBytes(StandardCharsets.US_ASCII);

            assertThat(slice.contentEquals(other, 2, 6)).isTrue();
            assertThat(slice.contentEquals(other, 2, 7)).isFalse();
            assertThat(slice.contentEquals(other, 2, 5)).isFalse();
            assertThat(slice.contentEquals(other, 1, 6)).isFalse();
        }

        @Test
        void canBePointedElsewhere() {
            assertThat(slice.set(array, 5, 2)).isSameAs(slice).hasToString("42");
        }
    }

    @Nested
    class PointedOutOfAnArray {
        @Test
        void isRefusedAndStaysWhereItWas() {
            assertThatThrownBy(() -> slice.set(array, 3, 6)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> slice.set(array, -1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> slice.set(array, 1, -1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> slice.set(array, Integer.MAX_VALUE, 1))
                    .isInstanceOf(IndexOutOfBoundsException.class);

            assertThat(slice.toUtf8()).isEqualTo("user42");
        }
    }

    @Nested
    class New {
        @Test
        void showsNothing() {
            assertThat(new ByteSlice().length()).isZero();
            assertThat(new ByteSlice().toBytes()).isEmpty();
        }

        @Test
        void ofAWholeArrayShowsAllOfIt() {
            assertThat(ByteSlice.of(array).length()).isEqualTo(8);
            assertThat(ByteSlice.of(array).array()).isSameAs(array);
        }
    }

    @Nested
    class ForPeople {
        @Test
        void isEscapedAndCut() {
            byte[] bytes = new byte[100];
            bytes[1] = 'k';
            bytes[2] = '\n';

            assertThat(new ByteSlice().set(bytes, 1, 3)).hasToString("k\\x0a\\x00");
            assertThat(new ByteSlice().set(bytes, 1, 99)).hasToString("k\\x0a" + "\\x00".repeat(38) + "... (99 bytes)");
        }
    }
}
