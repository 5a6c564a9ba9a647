/** What the page does beyond reading: filters, drill-down, opening a finding by its address, copying a command. */
export const SCRIPT = `'use strict';
const all = (selector) => [...document.querySelectorAll(selector)];
document.documentElement.classList.add('js');

const form = document.querySelector('.filters');
const findings = all('.finding');
const texts = new Map();
const textOf = (f) => texts.get(f) ?? (texts.set(f, f.textContent.toLowerCase()), texts.get(f));

function filter() {
  const wanted = [...new FormData(form)].filter(([, value]) => value !== '');
  const fits = (f) => wanted.every(([name, value]) =>
    name === 'text' ? textOf(f).includes(value.toLowerCase()) : f.dataset[name].split(' ').includes(value));
  let shown = 0;
  for (const f of findings) {
    f.hidden = !fits(f);
    if (!f.hidden) shown += 1;
  }
  for (const group of all('.group')) {
    const n = group.querySelectorAll('.finding:not([hidden])').length;
    group.hidden = n === 0;
    group.querySelector('.count').textContent = n;
  }
  form.querySelector('output').textContent = shown + ' of ' + findings.length + ' shown';
}

if (form) {
  form.hidden = false;
  form.addEventListener('input', filter);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(filter));
  for (const button of form.querySelectorAll('[data-open]'))
    button.addEventListener('click', () => {
      for (const f of findings) if (!f.hidden) f.open = button.dataset.open === 'true';
    });
  for (const link of all('[data-filter]'))
    link.addEventListener('click', () => {
      form.reset();
      for (const [name, value] of new URLSearchParams(link.dataset.filter)) form.elements[name].value = value;
      filter();
    });
}

for (const button of all('.area button'))
  button.addEventListener('click', () => {
    const open = button.getAttribute('aria-expanded') !== 'true';
    button.setAttribute('aria-expanded', String(open));
    document.getElementById(button.getAttribute('aria-controls')).classList.toggle('open', open);
  });

for (const button of all('.copy'))
  button.addEventListener('click', async () => {
    const code = button.parentElement.querySelector('code');
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(code);
      button.textContent = 'Selected';
    }
  });

function openTarget() {
  const target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  if (target?.matches('.finding')) {
    target.open = true;
    target.scrollIntoView();
  }
}
addEventListener('hashchange', openTarget);
openTarget();
`;
