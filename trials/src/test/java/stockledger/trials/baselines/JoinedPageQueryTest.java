package stockledger.trials.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import stockledger.trials.catalog.Article;
import stockledger.trials.catalog.Catalog;

/** The baseline must serve the catalog's data, or the comparison is meaningless. */
class JoinedPageQueryTest {

    private static final Catalog CATALOG = new Catalog(1, 300);

    private static EmbeddedPostgres postgres;
    private static JdbcTemplate jdbc;

    @BeforeAll
    static void fill() throws IOException, SQLException {
        postgres = EmbeddedPostgres.start();
        jdbc = new JdbcTemplate(postgres.getPostgresDatabase());
        new NormalizedTables(postgres.getPostgresDatabase(), CATALOG).fill();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Test
    void everyPageShowsItsArticle() {
        JoinedPageQuery pages = new JoinedPageQuery(jdbc);
        for (int number = 0; number < CATALOG.size(); number++) {
            Article article = CATALOG.article(number);
            JoinedPageQuery.Page page = pages.find(article.sku()).orElseThrow();

            assertThat(page.name()).isEqualTo(article.name());
            assertThat(page.description()).isEqualTo(article.description());
            assertThat(page.brand()).isEqualTo(article.brand());
            assertThat(page.category()).isEqualTo(article.category());
            assertThat(page.attributes()).isEqualTo(article.attributes());
            assertThat(page.images()).isEqualTo(article.images());
            assertThat(page.price().amount()).isEqualTo(new BigDecimal(article.amount()));
            assertThat(page.levels())
                    .extracting(JoinedPageQuery.Level::locationId)
                    .containsExactly("north", "shop", "south");
            assertThat(page.availability().onHand())
                    .isEqualTo(
                            article.units().stream().mapToLong(units -> units).sum());
        }
        assertThat(pages.find("nobody")).isEmpty();
    }

    @Test
    void aPageNeedsOneConnectionAtATime() {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(postgres.getPostgresDatabase());
            pool.setMaximumPoolSize(1);
            pool.setConnectionTimeout(1_000);

            assertThat(new JoinedPageQuery(new JdbcTemplate(pool)).find(CATALOG.sku(0)))
                    .isPresent();
        }
    }

    @Test
    void openOrdersReduceAvailability() {
        JoinedPageQuery pages = new JoinedPageQuery(jdbc);
        long held = 0;
        long allocated = 0;
        for (int number = 0; number < CATALOG.size(); number++) {
            JoinedPageQuery.Page page = pages.find(CATALOG.sku(number)).orElseThrow();
            held += page.availability().held();
            allocated += page.availability().allocated();
        }

        assertThat(held).isEqualTo(lines("held")).isPositive();
        assertThat(allocated).isEqualTo(lines("confirmed")).isPositive();
        assertThat(lines("shipped")).isPositive();
    }

    private static long lines(String status) {
        Long lines = jdbc.queryForObject(
                "SELECT count(*) FROM reservation_lines l JOIN reservations r ON r.id = l.reservation_id"
                        + " WHERE r.status = ?",
                Long.class,
                status);
        return lines == null ? 0 : lines;
    }
}
