package stockledger.web.limits;

import java.io.IOException;

/** How long one response has waited until its caller reads it. */
final class ResponseWait extends CallerWait {

    private final CallerWaits waits;

    ResponseWait(CallerWaits waits) {
        super(waits);
        this.waits = waits;
    }

    /**
     * Writes what the caller has not made room for yet.
     *
     * @throws IOException when it reads too slowly, or no thread may wait: the connection is then closed
     */
    void write(Runnable end, Operation write) throws IOException {
        if (!waits.enter(this)) {
            throw new IOException("too many threads wait for callers");
        }
        await(end, Long.MAX_VALUE, write);
    }
}
