package stockledger.trials.client;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Splits the bytes received on a connection into responses. */
public interface WireProtocol {

    /** Sent once on each new connection and answered once; empty for none. */
    default byte[] handshake() {
        return new byte[0];
    }

    /**
     * The first response in the buffer.
     *
     * @return null while it is incomplete
     * @throws IOException when the bytes are no response
     */
    @Nullable
    RawResponse read(byte[] bytes, int length) throws IOException;
}
