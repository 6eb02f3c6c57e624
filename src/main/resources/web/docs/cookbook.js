// Shows the files of the examples in the page, so that each exists only once.

for (const block of document.querySelectorAll('[data-example]')) {
  const response = await fetch(`../${block.dataset.example}`);
  if (response.ok) {
    block.textContent = await response.text();
  }
}
