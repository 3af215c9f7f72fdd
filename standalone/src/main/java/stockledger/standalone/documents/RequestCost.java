package stockledger.standalone.documents;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bson.RawBsonDocument;

/** Tells requests that may read a whole collection from those that take a fraction of a millisecond. */
final class RequestCost {

    private static final int OP_MSG = 2013;
    private static final int OP_CODE_AT = 12;

    /** After the header, the flags and the kind of the first section. */
    private static final int COMMAND_AT = 21;

    private RequestCost() {}

    /** Whether it is a query of lists, which are sorted, or an aggregation. */
    static boolean mayScan(byte[] request) {
        ByteBuffer message = ByteBuffer.wrap(request).order(ByteOrder.LITTLE_ENDIAN);
        if (request.length < COMMAND_AT + Integer.BYTES || message.getInt(OP_CODE_AT) != OP_MSG) {
            return false;
        }
        RawBsonDocument command = new RawBsonDocument(request, COMMAND_AT, message.getInt(COMMAND_AT));
        String name = command.getFirstKey();
        return name.equals("aggregate") || name.equals("find") && command.containsKey("sort");
    }
}
