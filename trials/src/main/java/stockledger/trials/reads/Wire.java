package stockledger.trials.reads;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How the bytes of one connection are cut into answers. */
interface Wire {

    /** Said once when a connection is opened, and answered once; empty for nothing. */
    byte[] greeting();

    /**
     * The first answer in the buffer.
     *
     * @return null while it is not whole
     * @throws IOException when this is no answer
     */
    @Nullable
    Reply read(byte[] bytes, int filled) throws IOException;
}
