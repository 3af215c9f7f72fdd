package stockledger.standalone.servers;

import java.io.IOException;

/** A server program that {@link Supervisor} starts, and starts again when it ends. */
interface Program {

    /** Its name in messages. */
    String name();

    /** Removes what an earlier process left, and starts a new one. */
    ServerProcess start() throws IOException, InterruptedException;

    /** Waits until the process accepts connections; false when it ended before, or does not in time. */
    boolean awaitReady(ServerProcess process) throws InterruptedException;

    /** One sentence for the operator: why a process was not ready. */
    String failure(ServerProcess process, boolean timedOut);

    void stop(ServerProcess process) throws IOException, InterruptedException;
}
