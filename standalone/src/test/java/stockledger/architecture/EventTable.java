package stockledger.architecture;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import stockledger.standalone.servers.UnixSocketFactory;

/** The events of a jar in its PostgreSQL, for faults that the service itself would never store. */
final class EventTable {

    private EventTable() {}

    static Connection connect(RunningJar service) throws SQLException, IOException {
        Path socket = service.dataFolder().resolve("sockets/.s.PGSQL.5432").toAbsolutePath();
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1/postgres?sslmode=disable&gssEncMode=disable&socketFactory="
                        + UnixSocketFactory.class.getName() + "&socketFactoryArg="
                        + URLEncoder.encode(socket.toString(), StandardCharsets.UTF_8),
                "stockledger",
                Files.readString(service.dataFolder().resolve("postgres.password"))
                        .strip());
    }

    /**
     * Appends a receipt.
     *
     * @param quantity as JSON
     * @return its event identifier
     */
    static String append(Connection connection, String stream, String location, String revision, String quantity)
            throws SQLException {
        String id = UUID.randomUUID().toString();
        String sku = stream.substring(stream.indexOf(':') + 1);
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO DomainEventEntry (eventIdentifier, aggregateIdentifier, sequenceNumber, type, timeStamp,"
                        + " payloadType, payloadRevision, payload, metaData) SELECT ?, ?, COALESCE(MAX(sequenceNumber) +"
                        + " 1, 0), 'stock', '2026-11-30T00:00:00Z', 'stock.StockReceived', ?, ?, ? FROM DomainEventEntry"
                        + " WHERE aggregateIdentifier = ?")) {
            insert.setString(1, id);
            insert.setString(2, stream);
            insert.setString(3, revision);
            insert.setBytes(4, payload(sku, location, quantity));
            insert.setBytes(5, "{}".getBytes(StandardCharsets.UTF_8));
            insert.setString(6, stream);
            insert.executeUpdate();
        }
        return id;
    }

    /** Gives a receipt another quantity. */
    static void mend(Connection connection, String id, String sku, String location, String quantity)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE DomainEventEntry SET payload = ? WHERE eventIdentifier = ?")) {
            update.setBytes(1, payload(sku, location, quantity));
            update.setString(2, id);
            update.executeUpdate();
        }
    }

    private static byte[] payload(String sku, String location, String quantity) {
        return ("{\"sku\":\"" + sku + "\",\"locationId\":\"" + location + "\",\"quantity\":" + quantity + "}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
