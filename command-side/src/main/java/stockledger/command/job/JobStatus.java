package stockledger.command.job;

import java.util.Locale;

/** The status of a job, as far as its decisions need it. */
enum JobStatus {
    ACCEPTED,
    FINISHED,
    STOPPED,
    CANCELLED;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
