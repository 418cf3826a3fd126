package dev.kvlb.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MessageTypeTest {
    @Nested
    class TheRows {
        @Test
        void areOneForEachPermittedRecord() {
            assertThat(Stream.of(MessageType.values()).<Class<?>>map(MessageType::record))
                    .containsExactlyInAnyOrder(Message.class.getPermittedSubclasses());
        }

        @Test
        void haveCodesOfOneByteThatAreUnique() {
            Map<Integer, MessageType> byCode = new HashMap<>();
            for (MessageType type : MessageType.values()) {
                assertThat(type.code()).isBetween(1, 255);
                assertThat(byCode.put(type.code(), type)).as("code of %s", type).isNull();
            }
        }

        @Test
        void nameTheFieldsAsTheRecordsComponentsInTheirOrder() {
            for (MessageType type : MessageType.values()) {
                assertThat(type.fields().stream().map(FieldName::toString))
                        .as(type.name())
                        .containsExactly(Stream.of(type.record().getRecordComponents())
                                .map(component -> component.getName())
                                .toArray(String[]::new));
            }
        }

        @Test
        void areNamedAfterTheirRecords() {
            for (MessageType type : MessageType.values()) {
                assertThat(type.name().replace("_", ""))
                        .isEqualToIgnoringCase(type.record().getSimpleName());
            }
        }

        @Test
        void areNineteenOfTheBaseProtocolAndTheExtensionsFrom128On() {
            assertThat(Stream.of(MessageType.values()).filter(type -> !type.isExtension()))
                    .hasSize(19)
                    .allSatisfy(type -> assertThat(type.code()).isLessThan(128));
            assertThat(Stream.of(MessageType.values()).filter(MessageType::isExtension))
                    .isNotEmpty()
                    .allSatisfy(type -> assertThat(type.code()).isGreaterThanOrEqualTo(128));
        }
    }

    @Nested
    class LookedUpByCode {
        @Test
        void everyTypeIsFound() {
            for (MessageType type : MessageType.values()) {
                assertThat(MessageType.of(type.code())).isSameAs(type);
            }
        }

        @Test
        void noTypeIsFoundForTheOtherCodes() {
            long found = Stream.iterate(-1, code -> code <= 256, code -> code + 1)
                    .filter(code -> MessageType.of(code) != null)
                    .count();

            assertThat(found).isEqualTo(MessageType.values().length);
        }
    }
}
