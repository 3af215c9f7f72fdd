package stockledger.command.bulk;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import stockledger.events.bulk.StoredRow;

/** The rows of a body, in their order. */
interface RowSource extends Closeable {

    /** The next row; null at the end of the body. */
    @Nullable
    Row next() throws IOException;

    /**
     * One row.
     *
     * @param sku the partition key; empty when the row has none
     */
    record Row(String sku, StoredRow stored) {}
}
