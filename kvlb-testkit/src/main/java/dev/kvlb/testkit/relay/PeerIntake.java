package dev.kvlb.testkit.relay;

import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameReader;
import dev.kvlb.protocol.MessageType;
import java.io.IOException;

/** What a worker sends to another one, to which it says first who it is. */
final class PeerIntake implements Intake {
    private final Relays relays;
    private final Relayed connection;
    private final FrameReader frames = new FrameReader();

    PeerIntake(Relays relays, Relayed connection) {
        this.relays = relays;
        this.connection = connection;
    }

    @Override
    public byte[] take(byte[] piece) throws IOException {
        frames.read(piece, 0, piece.length, this::onFirst);
        return piece;
    }

    private boolean onFirst(Frame frame) {
        boolean introduced = frame.type() == MessageType.HELLO;
        connection.callerIs(introduced ? relays.worker(frame.number(FieldName.INCARNATION)) : Relays.STRANGER);
        connection.look(Intake.ALL);
        return false;
    }
}
