package stockledger.web.limits;

import java.io.IOException;

/** The reads of one socket into one buffer. */
interface SocketReads {

    /** Reads what has arrived; 0 for nothing. */
    int readArrived() throws IOException;

    /**
     * Waits for bytes.
     *
     * @throws java.net.SocketTimeoutException when none arrive in time
     */
    int readWaiting(long millis) throws IOException;

    /** Lets the waiting read end as if the caller had closed the connection. */
    void end();
}
