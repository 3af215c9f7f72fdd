package stockledger.trials.baselines;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Joins a product page from the tables with two queries: the product, then its stock levels. */
final class JoinedPageQuery {

    private static final String PRODUCT = """
            SELECT p.id, p.sku, p.name, p.description, b.name AS brand, p.version, p.updated_at,
                   concat_ws('/', department.name, section.name, category.name) AS category,
                   price.amount, price.currency,
                   (SELECT array_agg(a.name ORDER BY a.position) FROM product_attributes a
                     WHERE a.product_id = p.id) AS attribute_names,
                   (SELECT array_agg(a.value ORDER BY a.position) FROM product_attributes a
                     WHERE a.product_id = p.id) AS attribute_values,
                   (SELECT array_agg(i.url ORDER BY i.position) FROM product_images i
                     WHERE i.product_id = p.id) AS images
              FROM products p
              JOIN brands b ON b.id = p.brand_id
              JOIN categories category ON category.id = p.category_id
              JOIN categories section ON section.id = category.parent_id
              JOIN categories department ON department.id = section.parent_id
              JOIN LATERAL (SELECT amount, currency FROM prices
                             WHERE product_id = p.id ORDER BY valid_from DESC LIMIT 1) price ON true
             WHERE p.sku = ?
            """;

    private static final String LEVELS = """
            SELECT l.code, s.on_hand, s.unavailable, s.safety_stock, s.in_transit, s.incoming,
                   coalesce(claimed.held, 0) AS held, coalesce(claimed.allocated, 0) AS allocated
              FROM stock s
              JOIN locations l ON l.id = s.location_id
              LEFT JOIN LATERAL (
                   SELECT sum(line.quantity) FILTER (WHERE r.status = 'held' AND r.expires_at > now()) AS held,
                          sum(line.quantity) FILTER (WHERE r.status = 'confirmed') AS allocated
                     FROM reservation_lines line
                     JOIN reservations r ON r.id = line.reservation_id
                    WHERE line.product_id = s.product_id AND line.location_id = s.location_id) claimed ON true
             WHERE s.product_id = ?
             ORDER BY l.code
            """;

    private final JdbcTemplate jdbc;

    JoinedPageQuery(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    record Price(BigDecimal amount, String currency) {}

    record Availability(
            String status,
            long available,
            long onHand,
            long held,
            long allocated,
            long unavailable,
            long safetyStock) {}

    record Level(
            String locationId,
            long onHand,
            long held,
            long allocated,
            long unavailable,
            long safetyStock,
            long available,
            long inTransit,
            long incoming) {}

    /** A page with the same members as the service's product page. */
    record Page(
            String sku,
            String name,
            @Nullable String description,
            String brand,
            String category,
            Map<String, String> attributes,
            Price price,
            List<String> images,
            Availability availability,
            List<Level> levels,
            String version,
            Instant asOf) {}

    /** A row of the first query. */
    private record Product(
            int id,
            String sku,
            String name,
            @Nullable String description,
            String brand,
            String category,
            Map<String, String> attributes,
            Price price,
            List<String> images,
            String version,
            Instant updatedAt) {}

    /** Runs the queries one after the other, so that a page needs one connection at a time. */
    Optional<Page> find(String sku) {
        return jdbc.query(PRODUCT, (row, number) -> product(row), sku).stream()
                .findFirst()
                .map(product -> page(product, jdbc.query(LEVELS, (row, number) -> level(row), product.id)));
    }

    private static Product product(ResultSet row) throws SQLException {
        return new Product(
                row.getInt("id"),
                row.getString("sku"),
                row.getString("name"),
                row.getString("description"),
                row.getString("brand"),
                row.getString("category"),
                attributes(strings(row.getArray("attribute_names")), strings(row.getArray("attribute_values"))),
                new Price(row.getBigDecimal("amount"), row.getString("currency")),
                strings(row.getArray("images")),
                row.getString("version"),
                row.getTimestamp("updated_at").toInstant());
    }

    private static Page page(Product product, List<Level> levels) {
        return new Page(
                product.sku,
                product.name,
                product.description,
                product.brand,
                product.category,
                product.attributes,
                product.price,
                product.images,
                availability(levels),
                levels,
                product.version,
                product.updatedAt);
    }

    private static Level level(ResultSet row) throws SQLException {
        long onHand = row.getLong("on_hand");
        long held = row.getLong("held");
        long allocated = row.getLong("allocated");
        long unavailable = row.getLong("unavailable");
        long safetyStock = row.getLong("safety_stock");
        return new Level(
                row.getString("code"),
                onHand,
                held,
                allocated,
                unavailable,
                safetyStock,
                Math.max(0, onHand - held - allocated - unavailable - safetyStock),
                row.getLong("in_transit"),
                row.getLong("incoming"));
    }

    private static Availability availability(List<Level> levels) {
        long available = sum(levels, Level::available);
        return new Availability(
                available > 0 ? "inStock" : "outOfStock",
                available,
                sum(levels, Level::onHand),
                sum(levels, Level::held),
                sum(levels, Level::allocated),
                sum(levels, Level::unavailable),
                sum(levels, Level::safetyStock));
    }

    private static long sum(List<Level> levels, ToLongFunction<Level> term) {
        return levels.stream().mapToLong(term).sum();
    }

    private static Map<String, String> attributes(List<String> names, List<String> values) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            attributes.put(names.get(i), values.get(i));
        }
        return attributes;
    }

    private static List<String> strings(@Nullable Array array) throws SQLException {
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }
}
