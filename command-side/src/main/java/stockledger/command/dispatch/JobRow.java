package stockledger.command.dispatch;

import java.time.Instant;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import stockledger.events.Provenance;

/**
 * Identifies a command as one row of a job, so that a chunk may be repeated and no row is applied twice. The chunks with
 * rows of one stream are executed one after another, in the order of their numbers.
 *
 * @param chunk number of the chunk, from 0
 * @param line of the row in the body, from 1
 * @param repeatedAcceptedAt when the job was accepted, if the chunk may have been executed before; null if it was not. Part of
 *     the command only
 */
public record JobRow(
        String job, int chunk, int line, @Nullable Instant repeatedAcceptedAt) {

    private static final String REPEATED = "jobRowRepeated";

    /** A row of a chunk that is executed for the first time. */
    public JobRow(String job, int chunk, int line) {
        this(job, chunk, line, null);
    }

    /** The same row, known not to be applied. */
    public JobRow notApplied() {
        return new JobRow(job, chunk, line);
    }

    /** As stored in the metadata of events. */
    public String text() {
        return job + "/" + chunk + "/" + line;
    }

    public static JobRow of(String text) {
        int second = text.lastIndexOf('/');
        int first = text.lastIndexOf('/', second - 1);
        return new JobRow(
                text.substring(0, first),
                Integer.parseInt(text, first + 1, second, 10),
                Integer.parseInt(text, second + 1, text.length(), 10));
    }

    MetaData in(MetaData metaData) {
        MetaData row = metaData.and(Provenance.JOB_ROW, text());
        return repeatedAcceptedAt == null ? row : row.and(REPEATED, true);
    }

    /** Whether the command of a row may have been executed before. */
    public static boolean isRepeated(MetaData command) {
        return command.containsKey(REPEATED);
    }
}
