package stockledger.trials.baselines;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import stockledger.trials.catalog.Article;
import stockledger.trials.catalog.Catalog;
import stockledger.trials.catalog.Zipf;

/** The catalog in normalized tables, with the indexes that the page query needs. */
final class NormalizedTables {

    private static final long SEED = 20_260_106;
    private static final int BATCH_SIZE = 5_000;

    /** Bounds the open order lines of popular articles. */
    private static final int MAX_LINES = 60;

    private static final String NOW = "2026-01-01T00:00:00Z";
    private static final String NEVER = "2099-01-01T00:00:00Z";
    private static final String LONG_AGO = "2025-01-01T00:00:00Z";

    private static final List<String> TABLES = List.of(
            "CREATE TABLE categories (id int PRIMARY KEY, parent_id int, name text NOT NULL)",
            "CREATE TABLE brands (id int PRIMARY KEY, name text NOT NULL)",
            "CREATE TABLE locations (id int PRIMARY KEY, code text NOT NULL)",
            "CREATE TABLE products (id int NOT NULL, sku text NOT NULL, name text NOT NULL, description text,"
                    + " brand_id int NOT NULL, category_id int NOT NULL, version bigint NOT NULL,"
                    + " updated_at timestamptz NOT NULL)",
            "CREATE TABLE product_attributes (product_id int NOT NULL, position int NOT NULL, name text NOT NULL,"
                    + " value text NOT NULL)",
            "CREATE TABLE product_images (product_id int NOT NULL, position int NOT NULL, url text NOT NULL)",
            "CREATE TABLE prices (product_id int NOT NULL, valid_from timestamptz NOT NULL,"
                    + " amount numeric(12, 2) NOT NULL, currency char(3) NOT NULL)",
            "CREATE TABLE stock (product_id int NOT NULL, location_id int NOT NULL, on_hand bigint NOT NULL,"
                    + " unavailable bigint NOT NULL, safety_stock bigint NOT NULL, in_transit bigint NOT NULL,"
                    + " incoming bigint NOT NULL)",
            "CREATE TABLE reservations (id int NOT NULL, status text NOT NULL, expires_at timestamptz NOT NULL)",
            "CREATE TABLE reservation_lines (reservation_id int NOT NULL, product_id int NOT NULL,"
                    + " location_id int NOT NULL, quantity int NOT NULL)");

    private static final List<String> INDEXES = List.of(
            "ALTER TABLE products ADD PRIMARY KEY (id)",
            "CREATE UNIQUE INDEX ON products (sku)",
            "ALTER TABLE product_attributes ADD PRIMARY KEY (product_id, position)",
            "ALTER TABLE product_images ADD PRIMARY KEY (product_id, position)",
            "CREATE INDEX ON prices (product_id, valid_from DESC) INCLUDE (amount, currency)",
            "ALTER TABLE stock ADD PRIMARY KEY (product_id, location_id)",
            "ALTER TABLE reservations ADD PRIMARY KEY (id)",
            "CREATE INDEX ON reservation_lines (product_id, location_id) INCLUDE (reservation_id, quantity)",
            "VACUUM ANALYZE");

    private final DataSource source;
    private final Catalog catalog;
    private final Map<String, StringBuilder> rows = new LinkedHashMap<>();
    private final Map<String, Integer> categories = new LinkedHashMap<>();
    private final SplittableRandom random = new SplittableRandom(SEED);

    NormalizedTables(DataSource source, Catalog catalog) {
        this.source = source;
        this.catalog = catalog;
    }

    void fill() throws SQLException {
        try (Connection connection = source.getConnection()) {
            execute(connection, TABLES);
            brandsAndLocations();
            for (int number = 0; number < catalog.size(); number++) {
                product(number, catalog.article(number));
                if (number % BATCH_SIZE == BATCH_SIZE - 1) {
                    copy(connection);
                }
            }
            reservations();
            copy(connection);
            execute(connection, INDEXES);
        }
    }

    private static void execute(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        }
    }

    private void brandsAndLocations() {
        for (int i = 0; i < Catalog.brands().size(); i++) {
            row("brands", i, Catalog.brands().get(i));
        }
        for (int i = 0; i < Catalog.LOCATIONS.size(); i++) {
            row("locations", i, Catalog.LOCATIONS.get(i));
        }
    }

    private void product(int id, Article article) {
        row(
                "products",
                id,
                article.sku(),
                article.name(),
                article.description(),
                Catalog.brands().indexOf(article.brand()),
                category(article.category()),
                random.nextInt(20),
                NOW);
        int position = 0;
        for (Map.Entry<String, String> attribute : article.attributes().entrySet()) {
            row("product_attributes", id, position++, attribute.getKey(), attribute.getValue());
        }
        for (int i = 0; i < article.images().size(); i++) {
            row("product_images", id, i, article.images().get(i));
        }
        row("prices", id, NOW, article.amount(), Catalog.CURRENCY);
        if (random.nextBoolean()) {
            row("prices", id, LONG_AGO, Article.amount(article.pence() + 100), Catalog.CURRENCY);
        }
        for (int location = 0; location < Catalog.LOCATIONS.size(); location++) {
            row("stock", id, location, article.units().get(location), 0, 0, 0, 0);
        }
    }

    /** The category's id; inserts it and its ancestors when it is new. */
    private int category(String path) {
        Integer known = categories.get(path);
        if (known != null) {
            return known;
        }
        int slash = path.lastIndexOf('/');
        Object parent = slash < 0 ? "\\N" : (Integer) category(path.substring(0, slash));
        int id = categories.size();
        categories.put(path, id);
        row("categories", id, parent, path.substring(slash + 1));
        return id;
    }

    /** Half as many orders as articles: 20 % held, 30 % confirmed, the others shipped. */
    private void reservations() {
        Zipf zipf = new Zipf(catalog.size(), 1);
        int[] lines = new int[catalog.size()];
        for (int id = 0; id < catalog.size() / 2; id++) {
            int kind = random.nextInt(10);
            String status = kind < 2 ? "held" : kind < 5 ? "confirmed" : "shipped";
            row("reservations", id, status, kind < 2 ? NEVER : LONG_AGO);
            List<Integer> articles = new ArrayList<>();
            for (int line = random.nextInt(3); line >= 0; line--) {
                int article = zipf.next(random);
                if (lines[article] < MAX_LINES && !articles.contains(article)) {
                    lines[article]++;
                    articles.add(article);
                    row("reservation_lines", id, article, random.nextInt(Catalog.LOCATIONS.size()), 1);
                }
            }
        }
    }

    /** Appends a row in the text format of COPY; catalog values need no escaping. */
    private void row(String table, Object... values) {
        StringBuilder text = rows.computeIfAbsent(table, name -> new StringBuilder());
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : "\t").append(values[i]);
        }
        text.append('\n');
    }

    private void copy(Connection connection) throws SQLException {
        try {
            for (Map.Entry<String, StringBuilder> table : rows.entrySet()) {
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                                "COPY " + table.getKey() + " FROM STDIN",
                                new StringReader(table.getValue().toString()));
            }
            rows.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
