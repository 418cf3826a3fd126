package dev.kvlb.cli;

import static dev.kvlb.cli.OneShotIT.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The built command as a process, against a balancer that speaks the extensions. */
class OneShotExtensionsIT {
    private final Key key = Key.of("k");

    private Kvlb.Ended run(Message answer, String... arguments) throws IOException {
        try (FakeBalancer balancer = FakeBalancer.extended(request -> answer)) {
            return Kvlb.run(Map.of("KVLB_BALANCER", balancer.address()), List.of(), new byte[0], arguments);
        }
    }

    private void assertTells(Kvlb.Ended ended, String out, String err) {
        assertThat(ended.out()).isEqualTo(out);
        assertThat(ended.err()).isEqualTo(err);
        assertThat(ended.status()).isZero();
    }

    @Test
    void versionsAreToldOnStandardErrorWhereMoreIsWanted() throws IOException {
        Message put = new Message.VersionedPutResponse(ErrorCode.NONE, 4_294_967_297L, 7, key);
        Message get = new Message.VersionedGetResponse(ErrorCode.NONE, 4_294_967_297L, 8, key, Value.of("v"));
        Message delete = new Message.VersionedDeleteResponse(ErrorCode.NONE, 4_294_967_298L, 7, key);

        assertTells(run(put, "put", "--verbose", "k", "v"), "", "version 4294967297 from worker 7\n");
        assertTells(run(get, "get", "--verbose", "k"), "v\n", "version 4294967297 from worker 8\n");
        assertTells(run(get, "--verbose", "get", "--raw", "k"), "v", "version 4294967297 from worker 8\n");
        assertTells(run(delete, "delete", "--verbose", "k"), "", "version 4294967298 from worker 7\n");
        assertTells(run(put, "put", "k", "v"), "", "");
        assertTells(run(get, "get", "k"), "v\n", "");
        assertTells(run(delete, "delete", "k"), "", "");
    }

    @Test
    void anAbsentKeyHasNoVersion() throws IOException {
        Message answer = new Message.VersionedGetResponse(ErrorCode.KEY_NOT_FOUND, 0, 7, key, Value.EMPTY);

        assertFailed(run(answer, "get", "k"), 1, "not found: \"k\"");
        assertThat(run(answer, "get", "--verbose", "k").err()).doesNotContain("version");
    }

    @Test
    void aDeleteFailsAsAPutDoes() throws IOException {
        assertFailed(
                run(new Message.Error(ErrorCode.SERVER_BUSY, "No workers available"), "delete", "k"),
                4,
                "No workers available",
                "try again later");
        assertFailed(
                run(new Message.VersionedDeleteResponse(ErrorCode.INVALID_KEY, 0, 0, key), "delete", "k"),
                5,
                "INVALID_KEY");
        assertFailed(run(null, "delete", "k"), 6, "it may have been done", "read before you write again");
    }
}
