package stockledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A price in one currency. Trailing zeros do not matter for equality.
 *
 * @param amount 0 to 999,999,999,999.9999 with at most four decimals, and no fewer than its currency has; a string in
 *     JSON, so that no parser rounds it
 * @param currency three upper case letters, as in ISO 4217
 */
public record Money(
        @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal amount, String currency) {

    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,4})?");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final BigDecimal CEILING = new BigDecimal("1000000000000");
    private static final int DECIMALS_OF_UNKNOWN_CURRENCIES = 2;
    private static final int MAX_DECIMALS = 4;

    public Money {
        if (amount.signum() < 0 || amount.compareTo(CEILING) >= 0 || amount.scale() > MAX_DECIMALS) {
            throw new IllegalArgumentException("an amount is 0 to 999999999999.9999");
        }
        if (!CURRENCY.matcher(currency).matches()) {
            throw new IllegalArgumentException("a currency is three upper case letters");
        }
        amount = withDecimals(amount.stripTrailingZeros(), shownDecimals(currency));
    }

    /**
     * Parses a price, such as {@code "12.50"} and {@code "GBP"}.
     *
     * @throws IllegalArgumentException when either is malformed or out of range
     */
    @JsonCreator
    public static Money of(
            @JsonProperty("amount") @Nullable String amount, @JsonProperty("currency") @Nullable String currency) {
        if (amount == null || !AMOUNT.matcher(amount).matches()) {
            throw new IllegalArgumentException("an amount is a string such as \"12.50\", 0 to 999999999999.9999");
        }
        if (currency == null) {
            throw new IllegalArgumentException("a currency is three upper case letters");
        }
        return new Money(new BigDecimal(amount), currency);
    }

    private static BigDecimal withDecimals(BigDecimal plain, int least) {
        return plain.scale() < least ? plain.setScale(least) : plain;
    }

    /** The decimals that amounts of this currency are shown with: of yen 0, of Kuwaiti dinars 3. */
    public static int shownDecimals(String currency) {
        int decimals = decimalsOf(currency);
        return decimals < 0 ? DECIMALS_OF_UNKNOWN_CURRENCIES : decimals;
    }

    /** Whether it can be paid: its currency defines a number of decimals, and the amount has no more than these. */
    public boolean fitsCurrency() {
        int decimals = decimalsOf(currency);
        return decimals >= 0 && amount.stripTrailingZeros().scale() <= decimals;
    }

    /** The decimals of a currency of ISO 4217; negative when there is no such currency or it defines none. */
    public static int decimalsOf(String currency) {
        try {
            return Currency.getInstance(currency).getDefaultFractionDigits();
        } catch (IllegalArgumentException unknown) {
            return -1;
        }
    }
}
