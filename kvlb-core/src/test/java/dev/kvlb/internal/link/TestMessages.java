package dev.kvlb.internal.link;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Handshake;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;

/** The messages that tests send and expect most, in words. */
public final class TestMessages {
    /** What tells a core that the connection's other end will close it. */
    public static final Message SHUTDOWN = new Message.Shutdown();

    private TestMessages() {}

    public static Message put(String key, String value) {
        return new Message.Put(Key.of(key), Value.of(value));
    }

    public static Message get(String key) {
        return new Message.Get(Key.of(key));
    }

    public static Message delete(String key) {
        return new Message.Delete(Key.of(key));
    }

    /** The reply to a DELETE that was done. */
    public static Message deleted(String key) {
        return deleteResult(ErrorCode.NONE, key);
    }

    public static Message deleteResult(ErrorCode result, String key) {
        return new Message.DeleteResponse(result, Key.of(key));
    }

    /** The reply to a PUT that was done. */
    public static Message done(String key) {
        return putResult(ErrorCode.NONE, key);
    }

    public static Message putResult(ErrorCode result, String key) {
        return new Message.PutResponse(result, Key.of(key));
    }

    /** The reply to a GET that found this value. */
    public static Message found(String key, String value) {
        return new Message.GetResponse(ErrorCode.NONE, Key.of(key), Value.of(value));
    }

    /** The reply to a GET that found nothing. */
    public static Message missing(String key) {
        return getResult(ErrorCode.KEY_NOT_FOUND, key);
    }

    public static Message getResult(ErrorCode result, String key) {
        return new Message.GetResponse(result, Key.of(key), Value.EMPTY);
    }

    public static Message error(ErrorCode code, String text) {
        return new Message.Error(code, text);
    }

    public static Message hello(int role, long incarnation) {
        return new Message.Hello(Handshake.MAGIC, Handshake.PROTOCOL_VERSION, role, 0, incarnation);
    }

    public static Message welcome(int role, long incarnation) {
        return new Message.Welcome(Handshake.PROTOCOL_VERSION, role, 0, incarnation);
    }

    /** Bytes that no program of the protocol sends: a type below 128 that it does not know. */
    public static byte[] garbage() {
        return new byte[] {99, 0, 0};
    }
}
