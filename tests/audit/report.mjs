// What every probe says: one line for each check, and the count as JSON in the last one.
let passed = 0;
let of = 0;

export const check = (name, isRight, got) => {
  of += 1;
  if (isRight) passed += 1;
  const shown = isRight ? '' : ` - ${JSON.stringify(got)?.slice(0, 400)}`;
  console.log(`${isRight ? 'ok  ' : 'FAIL'} ${name}${shown}`);
};

export const attempt = async (name, ask, isRight) => {
  let got;
  try {
    got = await ask();
  } catch (error) {
    check(name, false, String(error?.message ?? error));
    return;
  }
  check(name, isRight(got), got);
};

export const end = () => {
  console.log(JSON.stringify({ passed, of }));
  process.exit(passed === of ? 0 : 1);
};
