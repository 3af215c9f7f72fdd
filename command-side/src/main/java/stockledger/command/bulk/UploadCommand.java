package stockledger.command.bulk;

import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import stockledger.events.bulk.StoredRow;
import stockledger.events.bulk.UploadEvent;

/** The commands of an upload. */
sealed interface UploadCommand {

    @TargetAggregateIdentifier
    String stream();

    /** Stores rows; a job that is accepted later refers to them. */
    record StoreChunk(String upload, int part, int number, List<StoredRow> rows) implements UploadCommand {

        @Override
        public String stream() {
            return UploadEvent.stream(upload, part, number);
        }
    }
}
