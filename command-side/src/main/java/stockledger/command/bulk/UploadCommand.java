package stockledger.command.bulk;

import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import stockledger.events.bulk.StoredRow;
import stockledger.events.bulk.UploadEvent;

/** What may be asked while rows come in. */
sealed interface UploadCommand {

    /** The stream that the command is decided on. */
    @TargetAggregateIdentifier
    String stream();

    /** Keeps rows, so that a job can be made of them. */
    record StoreChunk(String upload, int part, int number, List<StoredRow> rows) implements UploadCommand {

        @Override
        public String stream() {
            return UploadEvent.stream(upload, part, number);
        }
    }
}
