package dev.kvlb.testkit.relay;

import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.FrameReader;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.MessageType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What a worker sends to its balancer: the port for peers that it names becomes that of a relay, so that they connect to
 * that; and who it is, it says here.
 */
final class WorkerIntake implements Intake {
    private final Relays relays;
    private final FrameReader frames = new FrameReader();
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private long incarnation;

    WorkerIntake(Relays relays) {
        this.relays = relays;
    }

    @Override
    public byte[] take(byte[] piece) throws IOException {
        taken.reset();
        try {
            frames.read(piece, 0, piece.length, this::onFrame);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return taken.toByteArray();
    }

    private boolean onFrame(Frame frame) {
        if (frame.type() == MessageType.WORKER_READY) {
            long id = frame.number(FieldName.WORKER_ID);
            int port = relayPort(Host.worker(id), (int) frame.number(FieldName.PEER_PORT));
            taken.writeBytes(FrameCodec.encode(new Message.WorkerReady(id, port)));
        } else {
            if (frame.type() == MessageType.HELLO) {
                incarnation = frame.number(FieldName.INCARNATION);
            }
            taken.write(frame.bytes(), frame.offset(), frame.length());
        }
        return true;
    }

    private int relayPort(Host worker, int port) {
        try {
            return relays.introduce(worker, incarnation, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
