package stockledger.command.bulk;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import stockledger.events.bulk.StoredRow;

/** Rows as they come in, one after another. */
interface RowSource extends Closeable {

    /** The next row; null at the end of the body. */
    @Nullable
    Sent next() throws IOException;

    /**
     * One row.
     *
     * @param sku by which it is dealt to a part; empty when it has none
     */
    record Sent(String sku, StoredRow row) {}
}
