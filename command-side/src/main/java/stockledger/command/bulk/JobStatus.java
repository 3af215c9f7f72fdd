package stockledger.command.bulk;

import java.util.Locale;

/** How a job stands, as far as decisions go. */
enum JobStatus {
    /** Something is left to do. */
    ACCEPTED,
    FINISHED,
    CANCELLED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
