package stockledger.command.dispatch;

import org.axonframework.messaging.MetaData;
import stockledger.events.Provenance;

/**
 * Names a command as one row of a job, so that a chunk of rows may be worked on again without any row being applied
 * again. The chunks that hold one stream's rows are worked on one after another, in the order of their numbers.
 *
 * @param chunk number of the chunk, from 0
 * @param line of the row in what was sent, from 1
 */
public record JobRow(String job, int chunk, int line) {

    /** As it is kept with an event. */
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

    MetaData in(MetaData facts) {
        return facts.and(Provenance.JOB_ROW, text());
    }
}
