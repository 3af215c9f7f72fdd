package stockledger.query.projection;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.bson.BsonBinary;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;
import org.bson.RawBsonDocument;
import org.bson.io.BasicOutputBuffer;
import org.bson.types.Decimal128;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.util.TokenBuffer;

/** Converts between records and BSON by streaming: intermediate document maps would be a large part of folding. */
public final class StoredBson {

    /** Smaller texts stay readable in MongoDB's shell; compressing them saves less than it costs. */
    private static final int COMPRESSED_ABOVE_BYTES = 32 << 10;

    private StoredBson() {}

    public static RawBsonDocument document(Consumer<BsonWriter> fields) {
        BasicOutputBuffer bytes = new BasicOutputBuffer();
        try (BsonBinaryWriter writer = new BsonBinaryWriter(bytes)) {
            writer.writeStartDocument();
            fields.accept(writer);
            writer.writeEndDocument();
            return new RawBsonDocument(bytes.getInternalBuffer(), 0, bytes.getPosition());
        }
    }

    /** Writes a record as the value of the current field. */
    public static void write(BsonWriter writer, Object content) {
        try (TokenBuffer tokens = TokenBuffer.forGeneration()) {
            StoredJson.mapper().writeValue(tokens, content);
            try (JsonParser parser = tokens.asParser()) {
                for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                    write(writer, token, parser);
                }
            }
        }
    }

    private static void write(BsonWriter writer, JsonToken token, JsonParser from) {
        switch (token) {
            case START_OBJECT -> writer.writeStartDocument();
            case END_OBJECT -> writer.writeEndDocument();
            case START_ARRAY -> writer.writeStartArray();
            case END_ARRAY -> writer.writeEndArray();
            case PROPERTY_NAME -> writer.writeName(from.currentName());
            case VALUE_STRING -> writer.writeString(from.getString());
            case VALUE_NUMBER_INT -> writeInteger(writer, from);
            case VALUE_NUMBER_FLOAT -> writer.writeDecimal128(new Decimal128(from.getDecimalValue()));
            case VALUE_TRUE -> writer.writeBoolean(true);
            case VALUE_FALSE -> writer.writeBoolean(false);
            case VALUE_NULL -> writer.writeNull();
            default -> throw new IllegalArgumentException("unsupported JSON token " + token);
        }
    }

    private static void writeInteger(BsonWriter writer, JsonParser from) {
        if (from.getNumberType() == JsonParser.NumberType.INT) {
            writer.writeInt32(from.getIntValue());
        } else {
            writer.writeInt64(from.getLongValue());
        }
    }

    /** A reader positioned before the first field. */
    public static BsonReader reader(RawBsonDocument document) {
        BsonReader reader = new BsonBinaryReader(document.getByteBuffer().asNIO());
        reader.readStartDocument();
        return reader;
    }

    /** Reads the value of the current field as a record. */
    public static <T> T read(BsonReader reader, Class<T> type) {
        try (TokenBuffer tokens = TokenBuffer.forGeneration()) {
            copyValue(reader, reader.getCurrentBsonType(), tokens);
            return StoredJson.mapper().readValue(tokens, type);
        }
    }

    /**
     * Reads the value of the current field as a record, some of whose members may be stored as JSON text, compressed or not.
     *
     * @param texts names of these members
     */
    static <T> T read(BsonReader reader, Class<T> type, Set<String> texts) {
        if (texts.isEmpty()) {
            return read(reader, type);
        }
        try (TokenBuffer tokens = TokenBuffer.forGeneration()) {
            reader.readStartDocument();
            tokens.writeStartObject();
            for (BsonType next = reader.readBsonType();
                    next != BsonType.END_OF_DOCUMENT;
                    next = reader.readBsonType()) {
                String name = reader.readName();
                tokens.writeName(name);
                if (next == BsonType.STRING && texts.contains(name)) {
                    copyText(StoredJson.mapper().createParser(reader.readString()), tokens);
                } else if (next == BsonType.BINARY && texts.contains(name)) {
                    byte[] json = decompressed(reader.readBinaryData().getData());
                    copyText(StoredJson.mapper().createParser(json), tokens);
                } else {
                    copyValue(reader, next, tokens);
                }
            }
            tokens.writeEndObject();
            reader.readEndDocument();
            return StoredJson.mapper().readValue(tokens, type);
        }
    }

    /**
     * Writes a record as JSON text, and a large one compressed: a SKU with thousands of locations or deliveries then has
     * a document of some KB, far below MongoDB's limit of 16 MB.
     */
    public static void writeText(BsonWriter writer, Object content) {
        byte[] json = StoredJson.mapper().writeValueAsBytes(content);
        if (json.length > COMPRESSED_ABOVE_BYTES) {
            writer.writeBinaryData(new BsonBinary(compressed(json)));
        } else {
            writer.writeString(new String(json, StandardCharsets.UTF_8));
        }
    }

    /** Reads the value of the current field, which {@link #writeText} wrote. */
    public static <T> T readText(BsonReader reader, Class<T> type) {
        return reader.getCurrentBsonType() == BsonType.BINARY
                ? StoredJson.mapper()
                        .readValue(decompressed(reader.readBinaryData().getData()), type)
                : StoredJson.mapper().readValue(reader.readString(), type);
    }

    private static void copyText(JsonParser json, TokenBuffer tokens) {
        try (JsonParser parser = json) {
            parser.nextToken();
            tokens.copyCurrentStructure(parser);
        }
    }

    private static byte[] compressed(byte[] json) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflate = new DeflaterOutputStream(compressed, new Deflater(Deflater.BEST_SPEED))) {
            deflate.write(json);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return compressed.toByteArray();
    }

    private static byte[] decompressed(byte[] content) {
        try (InflaterInputStream inflate = new InflaterInputStream(new ByteArrayInputStream(content))) {
            return inflate.readAllBytes();
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    private static void copyValue(BsonReader reader, BsonType type, TokenBuffer tokens) {
        switch (type) {
            case DOCUMENT -> copyDocument(reader, tokens);
            case ARRAY -> copyArray(reader, tokens);
            case STRING -> tokens.writeString(reader.readString());
            case INT32 -> tokens.writeNumber(reader.readInt32());
            case INT64 -> tokens.writeNumber(reader.readInt64());
            case DOUBLE -> tokens.writeNumber(reader.readDouble());
            case DECIMAL128 -> tokens.writeNumber(reader.readDecimal128().bigDecimalValue());
            case BOOLEAN -> tokens.writeBoolean(reader.readBoolean());
            case NULL -> {
                reader.readNull();
                tokens.writeNull();
            }
            default -> throw new IllegalArgumentException("unsupported BSON type " + type);
        }
    }

    private static void copyDocument(BsonReader reader, TokenBuffer tokens) {
        reader.readStartDocument();
        tokens.writeStartObject();
        for (BsonType type = reader.readBsonType(); type != BsonType.END_OF_DOCUMENT; type = reader.readBsonType()) {
            tokens.writeName(reader.readName());
            copyValue(reader, type, tokens);
        }
        tokens.writeEndObject();
        reader.readEndDocument();
    }

    private static void copyArray(BsonReader reader, TokenBuffer tokens) {
        reader.readStartArray();
        tokens.writeStartArray();
        for (BsonType type = reader.readBsonType(); type != BsonType.END_OF_DOCUMENT; type = reader.readBsonType()) {
            copyValue(reader, type, tokens);
        }
        tokens.writeEndArray();
        reader.readEndArray();
    }
}
