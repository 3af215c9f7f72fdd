package stockledger.trials.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stockledger.trials.client.Stats;

class BaselineTest {

    private static EmbeddedPostgres postgres;
    private static Baseline baseline;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        baseline = new Baseline(new BaselineAddress(postgres.getJdbcUrl("postgres", "postgres"), "postgres", ""));
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Test
    void itPlaysTheSameSale() {
        Stats one = baseline.sell(Sale.ofOne("L", "A", 30, 100), 4);
        Stats many = baseline.sell(Sale.ofMany("L", List.of("A", "B"), 20, 100), 4);

        assertThat(one.accepted()).isEqualTo(30);
        assertThat(one.refused()).isEqualTo(70);
        assertThat(many.accepted()).isEqualTo(40);
        assertThat(many.refused()).isEqualTo(60);
    }

    @Test
    void itSellsForTheGivenDuration() {
        Stats stats = baseline.sellRandom(Duration.ofMillis(300), 2, 5);

        assertThat(stats.accepted()).isPositive();
        assertThat(stats.refused()).isZero();
        assertThat(stats.perSecond()).isPositive();
    }

    @Test
    void itDropsItsTable() throws SQLException {
        baseline.sell(Sale.ofOne("L", "A", 1, 1), 1);

        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                ResultSet tables = connection.getMetaData().getTables(null, "public", "%", null)) {
            assertThat(tables.next()).isFalse();
        }
    }

    @Test
    void itChecksTheConnectionLimit() throws SQLException {
        assertThat(baseline.admits(2)).isTrue();
        assertThat(baseline.admits(100_000)).isFalse();
    }

    @Test
    void itsAddressIsReadFromTheDataFolderOfAStandalone(@TempDir Path folder) throws IOException {
        Files.createDirectory(folder.resolve("postgres"));
        Files.write(folder.resolve("postgres/postmaster.pid"), List.of("77", "/data", "123", "5432", "/a b", ""));
        Files.writeString(folder.resolve("postgres.password"), "secret\n");

        BaselineAddress address = BaselineAddress.ofStandalone(folder);

        assertThat(address)
                .isEqualTo(new BaselineAddress(
                        "jdbc:postgresql://localhost:5432/postgres?sslmode=disable&gssEncMode=disable"
                                + "&socketFactory=org.newsclub.net.unix.AFUNIXSocketFactory$FactoryArg"
                                + "&socketFactoryArg=%2Fa+b%2F.s.PGSQL.5432",
                        "stockledger", "secret"));
        assertThat(address.toString()).doesNotContain("secret");
    }
}
