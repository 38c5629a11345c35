package io.dongting.simulation.history;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Histories small enough to be judged by eye.
 */
class LinearizabilityCheckerTests {

	private final List<Operation> history = new ArrayList<>();

	@Test
	void anEmptyHistoryIsLinearizable() {
		assertThat(verdict()).isEqualTo(new Verdict.Linearizable(0, 0));
	}

	@Test
	void oneOperationAfterTheOtherIsLinearizable() {
		get(0, 1, null);
		put(2, 3, "a");
		get(4, 5, "a");
		append(6, 7, "b", 2);
		get(8, 9, "ab");
		cas(10, 11, "ab", "c", true);
		cas(12, 13, "ab", "d", false);
		get(14, 15, "c");
		delete(16, 17, true);
		delete(18, 19, false);
		cas(20, 21, null, "e", true);
		get(22, 23, "e");
		assertLinearizable();
	}

	@Test
	void concurrentReadersMaySeeAWriteAtDifferentTimesButNotGoBack() {
		put(0, 1, "old");
		put(2, 20, "new");
		get(3, 4, "old");
		get(5, 6, "new");
		assertLinearizable();
		get(7, 8, "old");
		assertNotLinearizable("get -> \"old\"");
	}

	@Test
	void operationsThatTouchAtOneMomentAreConcurrent() {
		put(0, 5, "a");
		get(5, 6, null);
		assertLinearizable();
	}

	@Test
	void aStaleReadIsFound() {
		put(0, 1, "a");
		put(2, 3, "b");
		get(4, 5, "a");
		assertNotLinearizable("get -> \"a\"", "put \"a\" -> written");
	}

	@Test
	void aReadOfWhatNobodyWroteIsFound() {
		put(0, 1, "a");
		get(2, 3, "b");
		assertNotLinearizable("get -> \"b\"");
	}

	@Test
	void aLostUpdateIsFound() {
		put(0, 1, "a");
		get(2, 3, null);
		assertNotLinearizable("get -> absent");
	}

	@Test
	void aLostAppendIsFound() {
		append(0, 1, "a", 1);
		append(2, 5, "b", 2);
		append(3, 6, "c", 2);
		assertNotLinearizable("append \"c\" -> length 2");
	}

	@Test
	void concurrentAppendsMayComeInEitherOrder() {
		append(0, 5, "a", 2);
		append(1, 6, "b", 1);
		get(7, 8, "ba");
		assertLinearizable();
	}

	@Test
	void twoSuccessfulSwapsOfTheSameValueAreFound() {
		put(0, 1, "a");
		cas(2, 9, "a", "b", true);
		cas(3, 8, "a", "c", true);
		assertNotLinearizable("cas \"a\" to");
	}

	@Test
	void aSwapThatFailedThoughTheValueWasThereIsFound() {
		put(0, 1, "a");
		cas(2, 3, "a", "b", false);
		assertNotLinearizable("not swapped");
	}

	@Test
	void aDeleteThatFoundNothingThoughTheKeyWasThereIsFound() {
		put(0, 1, "a");
		delete(2, 3, false);
		assertNotLinearizable("nothing to delete");
	}

	@Test
	void anUnknownWriteMayNeverHappen() {
		put(0, 1, "a");
		unknown(2, new Action.Put("b"));
		get(4, 5, "a");
		get(6, 7, "a");
		assertLinearizable();
	}

	@Test
	void anUnknownWriteMayBeSeenLater() {
		put(0, 1, "a");
		unknown(2, new Action.Put("b"));
		get(4, 5, "a");
		get(100, 101, "b");
		assertLinearizable();
	}

	@Test
	void anUnknownWriteCannotBeSeenBeforeItWasAskedFor() {
		put(0, 1, "a");
		get(2, 3, "b");
		unknown(4, new Action.Put("b"));
		assertNotLinearizable("get -> \"b\"");
	}

	@Test
	void anUnknownWriteThatWasSeenCannotBeUnseen() {
		put(0, 1, "a");
		unknown(2, new Action.Put("b"));
		get(4, 5, "b");
		get(6, 7, "a");
		assertNotLinearizable("get -> \"a\"");
	}

	@Test
	void anUnknownWriteCannotHappenTwice() {
		unknown(0, new Action.Put("b"));
		get(1, 2, "b");
		put(3, 4, "a");
		get(5, 6, "b");
		assertNotLinearizable("get -> \"b\"");
	}

	@Test
	void unknownWritesExplainAnswersWithoutBeingReadThemselves() {
		put(0, 1, "a");
		unknown(2, new Action.Delete());
		cas(3, 4, "a", "b", false);
		append(5, 6, "c", 1);
		assertLinearizable();
	}

	@Test
	void unknownWritesBuildOnEachOther() {
		unknown(0, new Action.Append("a"));
		unknown(0, new Action.Cas("ab", "x"));
		unknown(0, new Action.Append("b"));
		unknown(0, new Action.Append("y"));
		get(1, 2, "xy");
		assertLinearizable();
	}

	@Test
	void whatWasNotExecutedCannotBeSeen() {
		put(0, 1, "a");
		add(2, 3, new Action.Put("b"), new Ending.NotExecuted());
		get(4, 5, "a");
		assertLinearizable();
		get(6, 7, "b");
		assertNotLinearizable("get -> \"b\"");
	}

	@Test
	void aLateWriteOfTheSameValueIsNotUsedUpEarly() {
		put(0, 1, "x");
		put(2, 30, "x");
		put(4, 5, "y");
		get(6, 7, "y");
		get(8, 9, "x");
		assertLinearizable();
	}

	@Test
	void keysAreIndependentAndTheWrongOneIsNamed() {
		this.history.add(new Operation(1, "good", new Action.Get(), new Ending.Read(null), 0, 1));
		this.history.add(new Operation(1, "wrong", new Action.Get(), new Ending.Read("a"), 0, 1));
		assertThat(verdict()).isInstanceOfSatisfying(Verdict.NotLinearizable.class,
				(verdict) -> assertThat(verdict.key()).isEqualTo("wrong"));
	}

	@Test
	void aBudgetThatIsUsedUpIsSaidSo() {
		for (int writer = 0; writer < 12; writer++) {
			put(0, 100, "v" + writer);
			get(writer * 2, 100, "v" + writer);
		}
		get(101, 102, "never written");
		assertThat(new LinearizabilityChecker(50).check(this.history)).isInstanceOf(Verdict.Undecided.class)
			.asString()
			.contains("could not be decided within the budget");
	}

	@Test
	void anAnswerThatBelongsToAnotherActionIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Operation(1, "k", new Action.Get(), new Ending.Written(), 0, 1))
			.withMessageContaining("is no answer to");
	}

	@Test
	void anOperationThatEndsBeforeItBeganIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Operation(1, "k", new Action.Get(), new Ending.Read(null), 2, 1));
	}

	private void put(long from, long to, String value) {
		add(from, to, new Action.Put(value), new Ending.Written());
	}

	private void get(long from, long to, @Nullable String value) {
		add(from, to, new Action.Get(), new Ending.Read(value));
	}

	private void delete(long from, long to, boolean deleted) {
		add(from, to, new Action.Delete(), new Ending.Deleted(deleted));
	}

	private void cas(long from, long to, @Nullable String expected, String value, boolean swapped) {
		add(from, to, new Action.Cas(expected, value), new Ending.Swapped(swapped));
	}

	private void append(long from, long to, String suffix, int length) {
		add(from, to, new Action.Append(suffix), new Ending.Appended(length));
	}

	private void unknown(long from, Action action) {
		add(from, from + 1, action, new Ending.Unknown());
	}

	private void add(long from, long to, Action action, Ending ending) {
		this.history.add(new Operation(this.history.size(), "key", action, ending, from, to));
	}

	private Verdict verdict() {
		return new LinearizabilityChecker().check(this.history);
	}

	private void assertLinearizable() {
		assertThat(verdict()).isInstanceOf(Verdict.Linearizable.class);
	}

	private void assertNotLinearizable(String... hints) {
		assertThat(verdict()).isInstanceOf(Verdict.NotLinearizable.class).asString().contains(hints);
	}

}
