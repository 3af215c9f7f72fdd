package stockledger.trials.cost;

import java.util.List;

/** The operating system's accounting of processor time by thread. */
@FunctionalInterface
interface ThreadTimes {

    /** The threads that run now. */
    List<Reading> read();

    /**
     * One thread.
     *
     * @param process name of its process
     * @param thread its name, which Linux cuts to 15 characters
     * @param nanos processor time since its start
     */
    record Reading(long pid, long tid, String process, String thread, long nanos) {}
}
