package stockledger.command.catalog;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Currency;
import org.jspecify.annotations.Nullable;
import stockledger.events.Money;

/**
 * A price that somebody can pay: in a currency of ISO 4217 that says how many decimals it has, and with no more of them.
 * Codes for no currency, for tests and for metals say nothing of decimals. Asked of commands only: a price that was stored
 * before stays what it is.
 */
@Documented
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = Payable.Till.class)
@interface Payable {

    String message() default "must be a price that can be paid";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Where it is looked at. */
    final class Till implements ConstraintValidator<Payable, Money> {

        @Override
        public boolean isValid(@Nullable Money price, ConstraintValidatorContext context) {
            if (price == null) {
                return true;
            }
            int decimals = decimals(price.currency());
            if (decimals < 0) {
                return wrong(context, "currency", "must be a currency of ISO 4217 that prices are paid in");
            }
            return price.amount().stripTrailingZeros().scale() <= decimals
                    || wrong(context, "amount", "must have no more decimals than its currency");
        }

        /** Negative when there is no such currency, or when it does not say. */
        private static int decimals(String currency) {
            try {
                return Currency.getInstance(currency).getDefaultFractionDigits();
            } catch (IllegalArgumentException unknown) {
                return -1;
            }
        }

        private static boolean wrong(ConstraintValidatorContext context, String member, String message) {
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(message)
                    .addPropertyNode(member)
                    .addConstraintViolation();
            return false;
        }
    }
}
