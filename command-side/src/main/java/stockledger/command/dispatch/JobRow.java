package stockledger.command.dispatch;

import org.axonframework.messaging.MetaData;
import stockledger.events.Provenance;

/**
 * Identifies a command as one row of a job, so that a chunk may be repeated and no row is applied twice. The chunks with
 * rows of one stream are executed one after another, in the order of their numbers.
 *
 * @param chunk number of the chunk, from 0
 * @param line of the row in the body, from 1
 */
public record JobRow(String job, int chunk, int line) {

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
        return metaData.and(Provenance.JOB_ROW, text());
    }
}
